import { type Memory, Part } from "./memory.ts";

/** So many values are remembered one by one. */
const LENGTH = 256;
/** A value this near is no repetition, only the same moment. */
const NEAREST = 6;
/** So many values must match before a repetition is one. */
const MATCHED = 12;
/** How much of a match is forgotten at every value. */
const FORGETTING = 0.1;

const [HEAD, FILLED, LAG, DISTANCE, RING] = [0, 1, 2, 3, 4] as const;
const MISMATCH = RING + LENGTH;

/**
 * The last values, and for each distance back in time how well the values lately match those so far
 * back: the nearest neighbour of the newest stretch, kept up to date instead of searched for.
 */
export class Recent extends Part {
  constructor(memory: Memory) {
    super(memory, MISMATCH + LENGTH);
  }

  get count(): number {
    return this.read(FILLED);
  }

  /** How far back the best match of the newest values lies; 0 while there is none. */
  get lag(): number {
    return this.read(LAG);
  }

  /** Mean difference between the newest values and their best match. */
  get distance(): number {
    return Math.sqrt(this.read(DISTANCE));
  }

  /** The value so many ago: 1 is the last. */
  back(ago: number): number {
    return this.read(RING + ((this.read(HEAD) - ago + LENGTH) % LENGTH));
  }

  /** What followed the best match: what comes next, if things repeat themselves. */
  get repeated(): number {
    const lag = this.read(LAG);
    return this.back(lag === 0 ? 1 : lag);
  }

  push(value: number): void {
    const head = this.read(HEAD);
    const filled = this.read(FILLED);
    const near = Math.min(filled, head);
    this.#match(value, { from: 1, to: near, head });
    this.#match(value, { from: near + 1, to: filled, head: head + LENGTH });
    this.write(RING + head, value);
    this.write(HEAD, (head + 1) % LENGTH);
    this.write(FILLED, Math.min(LENGTH - 1, filled + 1));
    this.#choose(filled - MATCHED);
  }

  /** After a gap too long to say what was in it. */
  forget(): void {
    this.write(FILLED, 0);
    this.write(LAG, 0);
    this.cells.fill(0, this.at(MISMATCH), this.at(MISMATCH + LENGTH));
  }

  #match(value: number, { from, to, head }: { from: number; to: number; head: number }): void {
    const cells = this.cells;
    const ring = this.at(RING) + head;
    const mismatch = this.at(MISMATCH);
    for (let lag = from; lag <= to; lag += 1) {
      const difference = value - (cells[ring - lag] ?? 0);
      const before = cells[mismatch + lag] ?? 0;
      cells[mismatch + lag] = before + FORGETTING * (difference * difference - before);
    }
  }

  #choose(furthest: number): void {
    const cells = this.cells;
    const mismatch = this.at(MISMATCH);
    let least = Infinity;
    let best = 0;
    for (let lag = NEAREST; lag < furthest; lag += 1) {
      const each = cells[mismatch + lag] ?? 0;
      if (each < least) {
        least = each;
        best = lag;
      }
    }
    this.write(LAG, best);
    this.write(DISTANCE, best === 0 ? 0 : least);
  }
}
