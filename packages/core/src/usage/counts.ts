import { OUTCOME_CODES, type Outcome, type RefusalCode } from "../code/outcome-codes.ts";

/** How often verifications had each outcome. What is absent is 0. */
export type UsageCounts = Readonly<Partial<Record<Outcome, number>>>;

const isRefusal = (code: string): code is RefusalCode => Object.hasOwn(OUTCOME_CODES, code);

/** Every outcome there is. */
export const OUTCOMES: readonly Outcome[] = [
  "valid",
  ...Object.keys(OUTCOME_CODES).filter(isRefusal),
];

/**
 * The outcomes that were seen at all, each with its count.
 *
 * @throws {RangeError} for a count that is no whole number from 0 on.
 */
export function seenOutcomes(counts: UsageCounts): readonly (readonly [Outcome, number])[] {
  return OUTCOMES.flatMap((outcome) => {
    const count = counts[outcome] ?? 0;
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`A count is a whole number from 0 on, and not ${count}.`);
    }
    return count === 0 ? [] : [[outcome, count] as const];
  });
}

export function sumCounts(one: UsageCounts, other: UsageCounts): UsageCounts {
  const total: Partial<Record<Outcome, number>> = { ...one };
  for (const [outcome, count] of seenOutcomes(other))
    total[outcome] = (total[outcome] ?? 0) + count;
  return total;
}

/** What buckets come to, by the id that they are of. */
export function sumsByKey(
  buckets: Iterable<{ readonly keyId: string; readonly counts: UsageCounts }>,
): { keyId: string; counts: UsageCounts }[] {
  const sums = new Map<string, UsageCounts>();
  for (const { keyId, counts } of buckets) {
    sums.set(keyId, sumCounts(sums.get(keyId) ?? {}, counts));
  }
  return [...sums].map(([keyId, counts]) => ({ keyId, counts }));
}

/** How often there was any outcome at all. */
export function totalOf(counts: UsageCounts): number {
  return seenOutcomes(counts).reduce((sum, [, count]) => sum + count, 0);
}
