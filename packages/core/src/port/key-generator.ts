export interface KeyWish {
  /** How many characters there should be after the prefix. A wish: other lengths are taken too. */
  readonly length: number;
  /** What the key must begin with; empty for nothing. */
  readonly prefix: string;
}

/**
 * Makes a whole new key, in place of our own form, from randomness that nobody can predict: what it
 * answers is hashed and found by a digest, and its strength is the application's to answer for.
 */
export type KeyGenerator = (wish: KeyWish) => string | Promise<string>;
