/** Endless whole numbers from 0 to `below`, each as likely as any other, the same ones in every run. */
export function randomOrder(below: number): () => number {
  // Marsaglia's xorshift with 32 bits: quick, and good enough to leave no pattern to a processor's cache.
  let state = 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
}
