import { deflateRawSync, inflateRawSync } from "node:zlib";
import { WATCHED_KEY_SIZE } from "../anomaly/watched-key.ts";
import type { Registers } from "../port/registers.ts";

/** What was known of a key up to a minute. */
export interface RememberedKey {
  readonly keyId: string;
  /** Minutes since 1970: what was counted from then on is not in it. */
  readonly until: number;
  readonly saved: Uint8Array;
}

/**
 * What is known of watched keys, in registers of a fixed number of places: a place is written over by the next
 * key that has it, so that nothing has to be cleaned up. About 11 KB a key at most. What is lost or of another
 * version is learned anew.
 */
export class AnomalyMemory {
  readonly #registers: Registers;
  /** Of places as they were read or written here. */
  readonly #versions = new Map<number, number>();

  constructor(registers: Registers) {
    this.#registers = registers;
  }

  async read(place: number): Promise<RememberedKey | null> {
    const register = await this.#registers.read(nameOf(place));
    this.#versions.set(place, register?.version ?? 0);
    return register === null ? null : rememberedIn(register.value);
  }

  /** Whether it could be written: `false` where another process has written there since. */
  async write(place: number, { keyId, until, saved }: RememberedKey): Promise<boolean> {
    const bytes = deflateRawSync(saved, { level: 1 }).toString("base64");
    if (!this.#versions.has(place)) await this.read(place);
    const version = this.#versions.get(place) ?? 0;
    this.#versions.delete(place);
    const value = JSON.stringify([keyId, until, bytes]);
    if (!(await this.#registers.write(nameOf(place), value, version))) return false;
    this.#versions.set(place, version + 1);
    return true;
  }
}

function nameOf(place: number): string {
  return `alerts-anomaly-${place}`;
}

function rememberedIn(value: string): RememberedKey | null {
  try {
    const read: unknown = JSON.parse(value);
    if (!Array.isArray(read)) return null;
    const [keyId, until, bytes]: unknown[] = read;
    if (typeof keyId !== "string" || typeof until !== "number" || typeof bytes !== "string") {
      return null;
    }
    const packed = Buffer.from(bytes, "base64");
    const saved = new Uint8Array(inflateRawSync(packed, { maxOutputLength: WATCHED_KEY_SIZE }));
    return { keyId, until, saved };
  } catch {
    return null;
  }
}
