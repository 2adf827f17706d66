import { MAX_PAGE_SIZE } from "../lifecycle/list-keys.ts";
import type { Clock } from "../port/clock.ts";
import type { AllKeysQuery, KeyPage, KeyStore } from "../port/key-store.ts";
import type { UsageStore } from "../port/usage-store.ts";
import { type KeyView, withoutHash } from "../record/record.ts";
import { type UsageCounts, sumCounts, totalOf } from "./counts.ts";
import { INSTALLATION_USAGE } from "./installation-usage.ts";
import type { UsageCounter } from "./usage-counter.ts";
import { type PeriodInput, usagePeriod } from "./usage-periods.ts";

const DAY = 24 * 60 * 60 * 1_000;
/** Milliseconds before its expiry from which on a key is told as expiring. */
export const EXPIRING_WITHIN = 14 * DAY;
/** How many keys each list has at most. */
export const OVERVIEW_LIST = 10;
/** Of how long a period hours are added up; of longer ones days are. */
const MAX_HOURS = 7 * DAY;
/** How many hours or days of keys are looked at, at most. */
const MAX_SUMMED = 100_000;

export type OverviewInput = Pick<PeriodInput, "from" | "to">;

/** What an installation's keys are, and what became of them in a period. For those who decide who may look. */
export interface KeyOverview {
  /** The beginning of the first hour or day that was added up. */
  readonly from: Date;
  readonly to: Date;
  /** Of all verifications of keys. */
  readonly totals: UsageCounts;
  /** Of those that could not be put down to a key. */
  readonly installation: UsageCounts;
  /** Whether all that was counted in the period is in the counts: else, the latest of it. */
  readonly isComplete: boolean;
  readonly keys: KeyNumbers;
  /** Most often verified first. */
  readonly busiest: readonly KeyInOverview[];
  /** Most often refused first. */
  readonly failing: readonly KeyInOverview[];
  /** Next to expire first. */
  readonly expiring: readonly KeyInOverview[];
  /** Made longest ago first. */
  readonly neverUsed: readonly KeyInOverview[];
  /** Neither revoked nor expired, made longest ago first. */
  readonly oldest: readonly KeyInOverview[];
}

/** How many keys there are now. */
export interface KeyNumbers {
  readonly total: number;
  readonly active: number;
  /** Neither revoked nor expired, and will be expired in 14 days: active or disabled. */
  readonly expiring: number;
  readonly expired: number;
  readonly revoked: number;
  readonly disabled: number;
  /** Active, and never used. */
  readonly neverUsed: number;
}

export interface KeyInOverview {
  readonly key: KeyView;
  /** Verifications in the period. */
  readonly total: number;
  /** Those of them that were refused. */
  readonly failed: number;
}

export interface OverviewPorts {
  readonly store: Pick<KeyStore, "findById" | "listAll" | "listExpired">;
  readonly counts: Pick<UsageStore, "sum"> | undefined;
  readonly counter: Pick<UsageCounter, "flush">;
  readonly clock: Clock;
}

/**
 * Adds up everything in a period: by hours, or by days where it is longer than 7 days. Counts keys by ten
 * questions to the store, which some databases answer by looking at every row: for people who look now and then.
 *
 * @throws {KeyOperationError} `INVALID_USAGE_PERIOD`.
 */
export async function keyOverview(
  input: OverviewInput,
  ports: OverviewPorts,
): Promise<KeyOverview> {
  const now = ports.clock.now();
  const period = overviewPeriod(input, now);
  // What cannot be written now is kept and reported there; what is written can still be read.
  await ports.counter.flush().catch(() => undefined);
  const { keys: sums, isComplete } = (await ports.counts?.sum({
    ...period,
    maxBuckets: MAX_SUMMED,
  })) ?? { keys: [], isComplete: true };
  const byId = new Map(sums.map(({ keyId, counts }) => [keyId, counts]));
  const installation = byId.get(INSTALLATION_USAGE) ?? {};
  byId.delete(INSTALLATION_USAGE);
  const told = (key: KeyView): KeyInOverview => {
    const counts = byId.get(key.id) ?? {};
    return { key, total: totalOf(counts), failed: failedOf(counts) };
  };
  const { lists, numbers } = await keysNow(ports.store, now);
  return {
    from: period.from,
    to: period.to,
    totals: [...byId.values()].reduce<UsageCounts>(sumCounts, {}),
    installation,
    isComplete,
    keys: numbers,
    busiest: (await mostOf(byId, totalOf, ports.store)).map(told),
    failing: (await mostOf(byId, failedOf, ports.store)).map(told),
    expiring: lists.expiring.map(told),
    neverUsed: lists.neverUsed.map(told),
    oldest: lists.oldest.map(told),
  };
}

function overviewPeriod({ from, to }: OverviewInput, now: number) {
  const end = to?.getTime() ?? now;
  const isLong = from !== undefined && end - from.getTime() > MAX_HOURS;
  const { zone: _zone, ...period } = usagePeriod(
    { from, to, granularity: isLong ? "day" : "hour" },
    now,
  );
  return period;
}

/** What there is of keys, one question after the other: a database has more to do than this. */
async function keysNow(store: Pick<KeyStore, "listAll" | "listExpired">, now: number) {
  const until = new Date(now + EXPIRING_WITHIN);
  const page = (query: Partial<AllKeysQuery>): Promise<KeyPage> =>
    store.listAll({ now: new Date(now), limit: 1, offset: 0, sortDirection: "asc", ...query });
  const limit = OVERVIEW_LIST;
  const neverUsed = await page({ status: "active", isUnused: true, limit });
  const oldest = await page({ status: "live", limit });
  const expiring = await store.listExpired({ after: new Date(now), until, limit });
  return {
    lists: {
      neverUsed: neverUsed.records.map(withoutHash),
      oldest: oldest.records.map(withoutHash),
      expiring: expiring.map(withoutHash),
    },
    numbers: {
      total: (await page({})).total,
      active: (await page({ status: "active" })).total,
      expiring: (await page({ status: "live", expiresUntil: until })).total,
      expired: (await page({ status: "expired" })).total,
      revoked: (await page({ status: "revoked" })).total,
      disabled: (await page({ status: "disabled" })).total,
      neverUsed: neverUsed.total,
    },
  };
}

/** The keys that have most of something, most first. Those that are gone have none. */
async function mostOf(
  sums: ReadonlyMap<string, UsageCounts>,
  amountOf: (counts: UsageCounts) => number,
  store: Pick<KeyStore, "findById">,
): Promise<KeyView[]> {
  const ranked = [...sums]
    .map(([keyId, counts]) => ({ keyId, amount: amountOf(counts) }))
    .filter(({ amount }) => amount > 0)
    .toSorted((a, b) => b.amount - a.amount || (a.keyId < b.keyId ? -1 : 1));
  const found: KeyView[] = [];
  for (const { keyId } of ranked.slice(0, MAX_PAGE_SIZE)) {
    const record = await store.findById(keyId);
    if (record !== null) found.push(withoutHash(record));
    if (found.length === OVERVIEW_LIST) break;
  }
  return found;
}

function failedOf(counts: UsageCounts): number {
  return totalOf(counts) - (counts.valid ?? 0);
}
