import type { KeyRecord } from "../record/record.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * A key that has proved itself: its secret was checked against `hash`, the hash of record `id`.
 * What else the record says is in the snapshot, which comes and goes.
 */
export interface ProvenKey {
  readonly id: string;
  readonly hash: string;
  readonly record: Snapshot<KeyRecord | null>;
}

class Generation {
  readonly byDigest = new Map<string, ProvenKey>();
  readonly byId = new Map<string, ProvenKey>();
}

/**
 * At most `capacity` proven keys, by a digest of the key (never the key) and by the id of the record.
 * Two generations, as in `BoundedMap`; both indexes live and go together, so that whatever can be hit
 * can be invalidated.
 */
export class KeyCache {
  readonly #generationSize: number;
  #young = new Generation();
  #old = new Generation();

  constructor(capacity: number) {
    this.#generationSize = Math.max(1, Math.floor(capacity / 2));
  }

  get size(): number {
    return this.#young.byDigest.size + this.#old.byDigest.size;
  }

  get(digest: string): ProvenKey | undefined {
    const young = this.#young.byDigest.get(digest);
    if (young !== undefined) return young;
    const old = this.#old.byDigest.get(digest);
    if (old !== undefined) this.set(digest, old);
    return old;
  }

  getById(id: string): ProvenKey | undefined {
    return this.#young.byId.get(id) ?? this.#old.byId.get(id);
  }

  set(digest: string, proven: ProvenKey): void {
    this.delete(digest);
    if (this.#young.byDigest.size >= this.#generationSize) {
      this.#old = this.#young;
      this.#young = new Generation();
    }
    this.#young.byDigest.set(digest, proven);
    this.#young.byId.set(proven.id, proven);
  }

  delete(digest: string): void {
    for (const generation of [this.#young, this.#old]) {
      const proven = generation.byDigest.get(digest);
      if (proven === undefined) continue;
      generation.byDigest.delete(digest);
      generation.byId.delete(proven.id);
    }
  }
}
