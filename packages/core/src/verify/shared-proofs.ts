import { createHmac, timingSafeEqual } from "node:crypto";
import type { ProofCache } from "../port/proof-cache.ts";
import type { Timers } from "../port/timers.ts";
import { inTime } from "./deadline.ts";

/** Milliseconds that a proof is waited for; after that the secret is checked as if there were none. */
const PROOF_DEADLINE = 250;
/** Characters of the server's secret: what is shorter could be guessed by who reads the cache. */
export const MIN_PROOF_SECRET = 32;

export interface SharedProofOptions {
  readonly cache: ProofCache;
  /** The same for all processes, and known to nobody else: 32 characters or more. */
  readonly secret: string;
}

/** That some process has proved this key, and of which record it is. */
export interface SharedProof {
  readonly id: string;
  readonly seal: string;
}

export interface ProofsReading {
  /** Looked for and there, looked for and not there, not to be reached. */
  readonly found: number;
  readonly absent: number;
  readonly failed: number;
}

/**
 * Proofs of keys that processes share. What lies in the cache is found by a keyed digest of the key and sealed
 * with another over the record's id and its hash: whoever reads it learns nothing about a key, and whoever
 * writes to it cannot make one key pass for another.
 */
export class SharedProofs {
  readonly #cache: ProofCache;
  readonly #secret: string;
  readonly #timers: Timers;
  #found = 0;
  #absent = 0;
  #failed = 0;

  /** @throws {RangeError} for a secret that is too short. */
  constructor({ cache, secret }: SharedProofOptions, timers: Timers) {
    if (secret.length < MIN_PROOF_SECRET) {
      throw new RangeError(`The secret of proofs must be ${MIN_PROOF_SECRET} characters or more.`);
    }
    this.#cache = cache;
    this.#secret = secret;
    this.#timers = timers;
  }

  get metrics(): ProofsReading {
    return { found: this.#found, absent: this.#absent, failed: this.#failed };
  }

  nameOf(key: string): string {
    return this.#digest(["name", key]);
  }

  /** `null` where there is none, or none to be had. Never rejects. */
  async find(name: string): Promise<SharedProof | null> {
    try {
      const value = await inTime(() => this.#cache.get(name), this.#timers, PROOF_DEADLINE);
      const [seal, id] = value === null ? [] : divided(value);
      if (seal === undefined || id === undefined) {
        this.#absent += 1;
        return null;
      }
      this.#found += 1;
      return { id, seal };
    } catch {
      this.#failed += 1;
      return null;
    }
  }

  /** Whether it was sealed for this record, with the hash that it has now. */
  holds(name: string, proof: SharedProof, { id, hash }: { id: string; hash: string }): boolean {
    const [given, right] = [proof.seal, this.#sealOf(name, id, hash)].map((it) => Buffer.from(it));
    return given?.length === right?.length && timingSafeEqual(given ?? NOTHING, right ?? NOTHING);
  }

  /** Rejects where the cache does. */
  async keep(name: string, { id, hash }: { id: string; hash: string }): Promise<void> {
    await this.#cache.put(name, `${this.#sealOf(name, id, hash)}.${id}`);
  }

  #sealOf(name: string, id: string, hash: string): string {
    return this.#digest(["seal", name, id, hash]);
  }

  /** No two lists have one text in JSON. */
  #digest(parts: readonly string[]): string {
    return createHmac("sha256", this.#secret).update(JSON.stringify(parts)).digest("base64url");
  }
}

const NOTHING = Buffer.alloc(0);

function divided(value: string): readonly [string?, string?] {
  const end = value.indexOf(".");
  return end === -1 ? [] : [value.slice(0, end), value.slice(end + 1)];
}
