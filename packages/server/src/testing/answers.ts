import type { Answer } from "./load.ts";

/** Of one server, or of a key: those that began from `since` on, and had ended by `until`. */
export interface Wanted {
  readonly server?: number;
  readonly key?: string;
  /** Milliseconds, as `Answer` has them. */
  readonly since?: number;
  readonly until?: number;
}

export function select(answers: readonly Answer[], wanted: Wanted): Answer[] {
  const { server, key, since = 0, until = Number.POSITIVE_INFINITY } = wanted;
  return answers.filter(
    (answer) =>
      (server === undefined || answer.server === server) &&
      (key === undefined || answer.key === key) &&
      answer.beganAt >= since &&
      answer.endedAt <= until,
  );
}

export const isServed = ({ status }: Answer): boolean => status === 200;

/** How often there was each outcome: a status, with the code of what was refused. */
export function outcomes(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of answers) {
    const name = [status ?? "none", code ?? []].flat().join(" ");
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/**
 * Milliseconds from `since` to the beginning of the last request that was still let through; 0 where there is none
 * after it.
 */
export function lastServedAfter(answers: readonly Answer[], since: number): number {
  return answers
    .filter(isServed)
    .reduce((latest, { beganAt }) => Math.max(latest, beganAt - since), 0);
}

/** Milliseconds that so many of a hundred requests took at most. */
export function percentile(answers: readonly Answer[], percent: number): number {
  const taken = answers.map(({ beganAt, endedAt }) => endedAt - beganAt);
  return (
    taken.toSorted((one, other) => one - other)[Math.ceil((taken.length * percent) / 100) - 1] ?? 0
  );
}
