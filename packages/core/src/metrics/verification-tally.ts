import type { Outcome } from "../code/outcome-codes.ts";
import { OUTCOMES } from "../usage/counts.ts";
import type { Verification } from "../verify/verification.ts";

/** What a verification could be answered from. */
export interface CacheReading {
  /** From what was known: neither the store nor the hasher was asked for the key. */
  readonly hit: number;
  /** The secret was known; the record or its owner had to be read again. */
  readonly revalidated: number;
  /** The secret was not known. */
  readonly miss: number;
  /** What was presented cannot be a key. */
  readonly malformed: number;
}

/**
 * Counts what comes of verifications. One that is answered from the cache costs the increment of one field:
 * there are hits where there is nothing else.
 */
export class VerificationTally {
  #valid = 0;
  readonly #refused: Record<Outcome, number> = noOutcomes();
  readonly #others = { revalidated: 0, miss: 0, malformed: 0 };

  /** Answered from what was known. Answers the verification that it is given. */
  hit<V extends Verification<unknown>>(verification: V): V {
    if (verification.valid) this.#valid += 1;
    else this.#refused[verification.outcome] += 1;
    return verification;
  }

  /** Answered in another way. Answers the verification that it is given. */
  other<V extends Verification<unknown>>(
    how: Exclude<keyof CacheReading, "hit">,
    verification: V,
  ): V {
    this.#others[how] += 1;
    return this.hit(verification);
  }

  get total(): number {
    return Object.values(this.outcomes()).reduce((sum, count) => sum + count, 0);
  }

  outcomes(): Readonly<Record<Outcome, number>> {
    return { ...this.#refused, valid: this.#valid };
  }

  cache(): CacheReading {
    const { revalidated, miss, malformed } = this.#others;
    return { hit: this.total - revalidated - miss - malformed, revalidated, miss, malformed };
  }
}

function noOutcomes(): Record<Outcome, number>;
function noOutcomes(): Record<string, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0]));
}
