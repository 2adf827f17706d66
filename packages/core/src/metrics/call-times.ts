import { Histogram, type HistogramReading } from "./histogram.ts";

/** From a read in this process's memory to one that counts as failed. */
const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] as const;

/** What came of one kind of call. */
export interface CallReading {
  /** Of calls that have ended, failed ones included. */
  readonly seconds: HistogramReading;
  readonly failed: number;
}

/** Milliseconds from some moment on, that only ever go forwards. */
export type Stopwatch = () => number;

export const systemStopwatch: Stopwatch = () => performance.now();

/** How long calls of a few kinds take, and how many fail. */
export class CallTimes<Kind extends string> {
  readonly #stopwatch: Stopwatch;
  readonly #kinds: ReadonlyMap<Kind, { readonly seconds: Histogram; failed: number }>;

  constructor(kinds: readonly Kind[], stopwatch: Stopwatch, bounds: readonly number[] = BOUNDS) {
    this.#stopwatch = stopwatch;
    this.#kinds = new Map(
      kinds.map((kind) => [kind, { seconds: new Histogram(bounds), failed: 0 }]),
    );
  }

  /** Answers the very promise of the call: whoever waits for it does so no longer than without this. */
  time<T>(kind: Kind, call: () => Promise<T>): Promise<T> {
    const began = this.#stopwatch();
    const calling = call();
    const entry = this.#kinds.get(kind);
    const ended = () => entry?.seconds.observe((this.#stopwatch() - began) / 1_000);
    calling.then(ended, () => {
      ended();
      if (entry !== undefined) entry.failed += 1;
    });
    return calling;
  }

  /** By kind: every one, seen or not. */
  read(): Readonly<Record<Kind, CallReading>>;
  read(): Readonly<Record<string, CallReading>> {
    return Object.fromEntries(
      [...this.#kinds].map(([kind, { seconds, failed }]) => [
        kind,
        { seconds: seconds.read(), failed },
      ]),
    );
  }
}
