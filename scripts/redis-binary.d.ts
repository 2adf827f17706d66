/** The program of an installed Redis or Valkey, or `null`. */
export declare function findRedis(path?: string): string | null;
/**
 * As `findRedis`, installing it first where this process may (root, with apt-get). Throws with one sentence
 * on what to install where there is none in the end.
 */
export declare function ensureRedis(): string;
