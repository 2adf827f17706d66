export interface SkippedTest {
  /** The test's name, to the letter. */
  readonly test: string;
  readonly reason: string;
}

/** The tests that an adapter is excused from. */
export class Skips {
  readonly #reasons: ReadonlyMap<string, string>;
  readonly #unmatched: Set<string>;

  constructor(skips: readonly SkippedTest[]) {
    this.#reasons = new Map(skips.map(({ test, reason }) => [test, reason]));
    this.#unmatched = new Set(this.#reasons.keys());
  }

  /** Why this test is not to run; `null` if it is. */
  reasonFor(test: string): string | null {
    this.#unmatched.delete(test);
    return this.#reasons.get(test) ?? null;
  }

  /** What was to be skipped and is no test's name: a test renamed, or no longer needing the excuse. */
  unmatched(): readonly string[] {
    return [...this.#unmatched];
  }
}
