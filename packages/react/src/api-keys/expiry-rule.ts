import { type ExpiryBounds, type KeyPolicy, OPEN_POLICY } from "../client/key-policy.ts";
import { dayOf, type Expiry, nextDays } from "./expiry.ts";

const DAY_SECONDS = 24 * 60 * 60;
const PRESETS: readonly number[] = [7, 30, 90, 365].map((days) => days * DAY_SECONDS);
const SENSIBLE = 90 * DAY_SECONDS;

/** What may be chosen for the expiry of a new key. Durations are in seconds. */
export interface ExpiryRule {
  /** At least one, unless the key must be without expiry. */
  presets: readonly number[];
  never: boolean;
  /** Within which a date may be chosen; `null`: none may. */
  dates: { min: number; max: number } | null;
  /** What is chosen to begin with. */
  initial: Expiry;
}

/** `environment`: one of the policy's, or `null` where it has none. */
export function expiryRule(policy: KeyPolicy, environment: string | null): ExpiryRule {
  const found = policy.environments.find(({ name }) => name === environment);
  if (found === undefined) return ruleOf(policy.expiry, { kind: "span", seconds: SENSIBLE });
  if (found.expiresIn === null) return ruleOf(OPEN_POLICY.expiry, NEVER);
  return ruleOf({ ...found.expiresIn, never: false, custom: true }, NEVER);
}

/**
 * What may be chosen for a key that is there, whose life is counted from its creation: it may always be cut
 * short, and never be drawn out beyond what a new key may have. `null`: nothing may be chosen.
 */
export function expiryRuleOf(
  { environment, createdAt }: { environment: string | null; createdAt: Date },
  policy: KeyPolicy,
  now: number,
): ExpiryRule | null {
  const rule = expiryRule(policy, environment);
  if (rule.dates === null) return null;
  const max = rule.dates.max - Math.ceil((now - createdAt.getTime()) / 1000);
  const presets = [...new Set([...PRESETS, ...rule.presets])]
    .filter((seconds) => seconds <= max)
    .toSorted((one, other) => one - other);
  return { ...rule, presets, dates: max < 1 ? null : { min: 1, max } };
}

const NEVER: Expiry = { kind: "never" };

/** Where the default is no expiry, the choice begins with `suggested`: nobody should get that unasked. */
function ruleOf(bounds: ExpiryBounds, suggested: Expiry): ExpiryRule {
  const { min, max, default: otherwise, custom } = bounds;
  const presets = presetsWithin(bounds);
  const never = custom ? bounds.never : otherwise === null;
  const rule = { presets, never, dates: custom ? { min, max } : null };
  if (otherwise !== null) return { ...rule, initial: { kind: "span", seconds: otherwise } };
  const isSuggested = suggested.kind === "span" && presets.includes(suggested.seconds);
  if (isSuggested) return { ...rule, initial: suggested };
  const [shortest = max] = presets;
  return { ...rule, initial: never ? NEVER : { kind: "span", seconds: shortest } };
}

function presetsWithin({ min, max, default: otherwise, custom }: ExpiryBounds): number[] {
  if (!custom) return otherwise === null ? [] : [otherwise];
  const usual = PRESETS.filter((seconds) => seconds >= min && seconds <= max);
  const all = otherwise === null ? usual : [...usual, otherwise];
  return all.length === 0 ? [max] : [...new Set(all)].toSorted((one, other) => one - other);
}

/** The days, as date inputs write them, at whose end a key made now may expire; `null` where there is none. */
export function dateBounds(
  { dates }: ExpiryRule,
  now: number,
): { first: string; last: string } | null {
  if (dates === null) return null;
  // A day ends with the first midnight after it: at the earliest, that of the day in which `min` passes.
  const soonest = dayOf(now + dates.min * 1000 - 1);
  const tomorrow = nextDays(dayOf(now), 1);
  const first = soonest > tomorrow ? soonest : tomorrow;
  const last = nextDays(dayOf(now + dates.max * 1000), -1);
  return first <= last ? { first, last } : null;
}
