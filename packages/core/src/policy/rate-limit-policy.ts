import { type LimitRule, assertLimits } from "../limit/limit-rule.ts";
import type { KeyRecord } from "../record/record.ts";

/** What the limit is called that every key has. */
export const DEFAULT_LIMIT_NAME = "default";
/** Of keys for which nothing else is said: 100 requests in any minute. */
export const DEFAULT_RATE_LIMIT = { max: 100, window: 60_000 } as const;
/** What a key's metadata may ask for where the configuration does not say. */
export const DEFAULT_MAX_METADATA_RATE_LIMIT = 10_000;

/** How many requests keys may make. */
export interface RateLimitPolicy {
  /** Whether keys have a limit that have none of their own. `true` by default. */
  readonly enabled?: boolean | undefined;
  /** Requests within any window; 100 by default. */
  readonly max?: number | undefined;
  /** Milliseconds; a minute by default. */
  readonly window?: number | undefined;
  /** Limits that every key has besides: a request must fit in all of them. None by default. */
  readonly limits?: readonly LimitRule[] | undefined;
}

/** What of a configuration says how many requests its keys may make. */
export interface LimitingPolicy {
  readonly rateLimit?: RateLimitPolicy | undefined;
  readonly maxMetadataRateLimit?: number | undefined;
}

/** @throws {RangeError} for limits that are none. */
export function assertRateLimit({ rateLimit = {} }: LimitingPolicy): void {
  const { max = DEFAULT_RATE_LIMIT.max, window = DEFAULT_RATE_LIMIT.window } = rateLimit;
  assertLimits([{ name: DEFAULT_LIMIT_NAME, max, window }, ...(rateLimit.limits ?? [])]);
}

/**
 * The limits of a key: first its one limit, by its record, else by `rateLimit` in its metadata (no more than
 * the most that may be asked for there), else by the policy; then those that the policy gives to all.
 */
export function limitsOf(
  record: Pick<KeyRecord, "rateLimit" | "metadata">,
  policy: LimitingPolicy,
): readonly LimitRule[] {
  const { limits = [] } = policy.rateLimit ?? {};
  const own = ownLimit(record, policy);
  return own === null ? limits : shared(own, limits, policy);
}

/** The lists of limits that were made, by policy: nearly all keys have the same, and there are very many. */
const lists = new WeakMap<LimitingPolicy, Map<string, readonly LimitRule[]>>();
const MAX_LISTS = 1_000;

function shared(
  own: LimitRule,
  limits: readonly LimitRule[],
  policy: LimitingPolicy,
): readonly LimitRule[] {
  const known = lists.get(policy) ?? new Map<string, readonly LimitRule[]>();
  lists.set(policy, known);
  const name = `${own.max}/${own.window}`;
  const list = known.get(name) ?? [own, ...limits];
  if (known.size < MAX_LISTS) known.set(name, list);
  return list;
}

function ownLimit(
  { rateLimit, metadata }: Pick<KeyRecord, "rateLimit" | "metadata">,
  policy: LimitingPolicy,
): LimitRule | null {
  const { enabled = true, max, window } = policy.rateLimit ?? {};
  if (rateLimit.enabled === false) return null;
  const said = amount(rateLimit.max) ?? metadataLimit(metadata, policy);
  if (said === null && !enabled && rateLimit.enabled !== true) return null;
  return {
    name: DEFAULT_LIMIT_NAME,
    max: said ?? max ?? DEFAULT_RATE_LIMIT.max,
    window: length(rateLimit.window) ?? window ?? DEFAULT_RATE_LIMIT.window,
  };
}

function metadataLimit(
  metadata: KeyRecord["metadata"],
  { maxMetadataRateLimit = DEFAULT_MAX_METADATA_RATE_LIMIT }: LimitingPolicy,
): number | null {
  if (metadata === null || !Object.hasOwn(metadata, "rateLimit")) return null;
  const { rateLimit } = metadata;
  if (!Number.isInteger(rateLimit) || Number(rateLimit) < 1) return null;
  return Math.min(Number(rateLimit), maxMetadataRateLimit);
}

function amount(value: number | null): number | null {
  return value !== null && value >= 0 ? Math.floor(value) : null;
}

function length(value: number | null): number | null {
  return value !== null && value >= 1 ? value : null;
}
