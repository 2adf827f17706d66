/** No more than so much within any window of a length. Of one key there may be several, by name. */
export interface LimitRule {
  /** What it is called in answers and headers: 1 to 64 characters of `[A-Za-z0-9._-]`. */
  readonly name: string;
  /** How much may be taken: a whole number, 0 or more. */
  readonly max: number;
  /** Milliseconds. */
  readonly window: number;
  /** How much one request takes. By default what the request says, which is 1 by default. */
  readonly cost?: number | undefined;
}

/** How much of a limit is left. */
export interface LimitState {
  readonly name: string;
  readonly max: number;
  /** Milliseconds. */
  readonly window: number;
  /** How much may still be taken. */
  readonly remaining: number;
  /**
   * Milliseconds from now until more is left than now; where the request was refused, until it will
   * fit. 0 where nothing was taken.
   */
  readonly resetAfter: number;
}

/** A year. No window is longer. */
export const MAX_LIMIT_WINDOW = 365 * 24 * 60 * 60 * 1_000;
const NAME = /^[A-Za-z0-9._-]{1,64}$/;

/** What is wrong with a limit; `null`: nothing. */
export function limitFault({ name, max, window, cost }: LimitRule): string | null {
  if (!NAME.test(name)) return "A limit's name must be 1 to 64 characters of A-Z a-z 0-9 . _ -";
  if (!isCost(max)) return `max of the limit ${name} must be a whole number, 0 or more.`;
  if (!(window >= 1 && window <= MAX_LIMIT_WINDOW)) {
    return `window of the limit ${name} must be from 1 to ${MAX_LIMIT_WINDOW} milliseconds.`;
  }
  if (cost !== undefined && !isCost(cost)) {
    return `cost of the limit ${name} must be a whole number, 0 or more.`;
  }
  return null;
}

/** @throws {RangeError} for limits that are none, and for two with the same name. */
export function assertLimits(rules: readonly LimitRule[]): void {
  for (const rule of rules) {
    const wrong = limitFault(rule);
    if (wrong !== null) throw new RangeError(wrong);
  }
  const names = rules.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    throw new RangeError(`Two limits have the same name, of: ${names.join(", ")}.`);
  }
}

/** Whether a limit can be of so much, and a request cost it. */
export function isCost(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
