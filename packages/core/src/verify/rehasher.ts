import type { Background } from "../background/background.ts";
import type { Hasher } from "../port/hasher.ts";
import type { KeyStore } from "../port/key-store.ts";

/** How many keys wait at the most: seconds of work, so that a process can end in order. */
export const MAX_WAITING = 100;

export interface RehashJob {
  readonly key: string;
  readonly id: string;
  /** What is replaced. */
  readonly hash: string;
  /** What the record will be found by; `null`: by what it is found by now. */
  readonly lookup: string | null;
  readonly onDone: (hash: string) => void;
}

export interface RehasherPorts {
  readonly store: KeyStore;
  readonly hasher: Hasher;
  readonly background: Background;
}

/**
 * Replaces hashes of keys that have proved themselves, in the background, one at a time: after a move
 * from elsewhere every key needs it at once, and checking secrets must not have to wait for them all.
 */
export class Rehasher {
  readonly #ports: RehasherPorts;
  readonly #waiting: RehashJob[] = [];
  #isBusy = false;

  constructor(ports: RehasherPorts) {
    this.#ports = ports;
  }

  /** Whether the job was taken: `false` where too many wait, and it is to be offered again. */
  offer(job: RehashJob): boolean {
    if (this.#waiting.length >= MAX_WAITING) return false;
    this.#waiting.push(job);
    this.#next();
    return true;
  }

  #next(): void {
    if (this.#isBusy) return;
    const job = this.#waiting.shift();
    if (job === undefined) return;
    this.#isBusy = true;
    this.#ports.background.run("rehash", async () => {
      try {
        await this.#rehash(job);
      } finally {
        this.#isBusy = false;
        this.#next();
      }
    });
  }

  async #rehash({ key, id, hash, lookup, onDone }: RehashJob): Promise<void> {
    const { store, hasher } = this.#ports;
    const renewed = await hasher.hash(key);
    const change = { hash: renewed, ...(lookup !== null && { lookup }) };
    const updated = await store.update(id, { hash }, change);
    if (updated !== null) onDone(renewed);
  }
}
