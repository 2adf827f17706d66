import type { Outcome } from "../code/outcome-codes.ts";
import type { UsageCounts } from "./counts.ts";
import type { SeenFrom } from "./seen-from.ts";

/** What came of the verifications of one key in this process, as far as it has not been written. */
export class KeyUsage {
  /** Of the key's record. */
  readonly id: string;
  /** When the key last passed, as `nearTime`; `null`: never, here. */
  usedAt: number | null = null;
  /** The last use that was taken to be written, as `nearTime`. */
  writtenAt: number | null = null;
  /** The minute that the counts are of: whole minutes since the epoch. */
  minute = 0;
  valid = 0;
  refused: Partial<Record<Outcome, number>> | null = null;
  /** From where it was used; `null` where nobody has said so. */
  seenFrom: SeenFrom | null = null;
  /** Whether it is on the list of what is to be written. */
  isNoted = false;

  constructor(id: string) {
    this.id = id;
  }

  /** The counts of its minute, which begin anew; `null` where there are none. */
  takeCounts(): UsageCounts | null {
    const { valid, refused } = this;
    if (valid === 0 && refused === null) return null;
    this.valid = 0;
    this.refused = null;
    return valid === 0 ? refused : { ...refused, valid };
  }
}
