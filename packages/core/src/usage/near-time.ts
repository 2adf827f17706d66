/** Any moment would do: it is a recent one. */
const ORIGIN = Date.now();

/**
 * Milliseconds since the epoch, told from a moment nearby: a number that is small enough, for weeks, to be
 * kept in the place of a pointer to one. For moments of which very many are remembered.
 */
export function nearTime(moment: number): number {
  return moment - ORIGIN;
}

/** Milliseconds since the epoch. */
export function fromNearTime(near: number): number {
  return near + ORIGIN;
}
