import type { LimitState } from "../limit/limit-rule.ts";

/**
 * What is left of limits, in the fields of draft-ietf-httpapi-ratelimit-headers-10: `RateLimit-Policy`
 * (`q` requests within `w` seconds) and `RateLimit` (`r` left; in `t` seconds there is more). No fields
 * where there are no limits. A quota has no window, and so no place in these fields.
 */
export function rateLimitHeaders(limits: readonly LimitState[]): Record<string, string> {
  const [only, another] = limits;
  if (only === undefined) return {};
  if (another === undefined)
    return { "ratelimit-policy": policyOf(only), ratelimit: stateOf(only) };
  return {
    "ratelimit-policy": limits.map(policyOf).join(", "),
    ratelimit: limits.map(stateOf).join(", "),
  };
}

function policyOf({ name, max, window }: LimitState): string {
  return `"${name}";q=${max};w=${seconds(window)}`;
}

function stateOf({ name, remaining, resetAfter }: LimitState): string {
  return `"${name}";r=${remaining};t=${Math.ceil(resetAfter / 1_000)}`;
}

/** The fields know whole seconds only, from 1 on. */
function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}
