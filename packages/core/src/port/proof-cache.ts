/**
 * Where processes tell each other which keys they have proved, so that none need do so again. Holds neither
 * keys nor anything that one could be told from: names and values are made with a secret that it does not know.
 * What it answers is checked, so that nobody gains by writing to it.
 */
export interface ProofCache {
  /** `null` where nothing lies under this name, or no longer. Rejects where it cannot be reached. */
  get(name: string): Promise<string | null>;
  /** Puts something there for a while: how long is the cache's affair. */
  put(name: string, value: string): Promise<void>;
}
