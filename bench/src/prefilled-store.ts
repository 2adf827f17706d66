import { type KeyRecord, type KeyUse, MemoryKeyStore } from "@latchkey/core";
import { instantHash } from "./bcrypt-work.ts";
import { draftOf } from "./key-draft.ts";

/** How many keys each owner has. */
const KEYS_PER_OWNER = 10;

/**
 * A store of very many keys that takes no memory for their records: it makes them up when it is asked,
 * every string of them anew, as a database's driver does.
 */
export class PrefilledStore extends MemoryKeyStore {
  readonly #keys: readonly string[];
  readonly #indexes: ReadonlyMap<string, number>;

  /** @param starts of the keys, in the same order. */
  constructor(keys: readonly string[], starts: readonly string[]) {
    super();
    this.#keys = keys;
    this.#indexes = new Map(starts.map((start, index) => [start, index]));
  }

  override async findByStart(start: string): Promise<readonly KeyRecord[]> {
    const index = this.#indexes.get(start);
    return index === undefined ? [] : [this.#record(start, index)];
  }

  override async findById(id: string): Promise<KeyRecord | null> {
    const index = Number(id.slice(-12));
    const key = this.#keys[index];
    return key === undefined ? null : this.#record(startOf(key), index);
  }

  override async hasForeign(): Promise<boolean> {
    return false;
  }

  override async recordUse(_uses: readonly KeyUse[]): Promise<void> {
    // Nothing is kept: what is measured is the engine's memory.
  }

  #record(start: string, index: number): KeyRecord {
    const record = {
      ...draftOf({
        start,
        hash: instantHash(this.#keys[index] ?? ""),
        referenceId: uuidOf(Math.floor(index / KEYS_PER_OWNER)),
      }),
      id: uuidOf(index),
      auditPending: null,
    };
    // Flat strings of the record's own, and no object that another record has too.
    return structuredClone(record);
  }
}

/** Prefix and locator: all but the secret and the checksum. */
function startOf(key: string): string {
  return key.slice(0, -38);
}

function uuidOf(index: number): string {
  return `7d3f1c52-9a64-4b1e-8f20-${String(index).padStart(12, "0")}`;
}
