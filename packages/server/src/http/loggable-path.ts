/** Long enough to be a secret: ids, tokens and keys are; the names of our own paths are not. */
const LIKE_A_SECRET = /[0-9A-Za-z]{20}/;

/**
 * A path as a log may hold it. One that may hold a secret, or hide one behind percent signs, is
 * replaced by the pattern of the route that took it.
 */
export function loggablePath(path: string, pattern: string): string {
  return path.includes("%") || LIKE_A_SECRET.test(path) ? pattern : path;
}
