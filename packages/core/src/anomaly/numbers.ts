/** At most `most` away from 0. */
export function within(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}

export function medianOfFive(a: number, b: number, c: number, d: number, e: number): number {
  const low = Math.max(Math.min(a, b), Math.min(c, d));
  const high = Math.min(Math.max(a, b), Math.max(c, d));
  return Math.max(Math.min(low, high), Math.min(Math.max(low, high), e));
}

/** What `**` would take longer for. */
export function sixth(value: number): number {
  const square = value * value;
  return square * square * square;
}

export function eighth(value: number): number {
  const square = value * value;
  const fourth = square * square;
  return fourth * fourth;
}
