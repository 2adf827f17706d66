import type { Clock } from "../port/clock.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { Registers } from "../port/registers.ts";
import type { KeyRecord } from "../record/record.ts";
import { BY_SYSTEM } from "./actor.ts";
import type { AuditChain } from "./chain.ts";

/** The register that holds the moment up to which expiries have been told. Milliseconds since the epoch. */
const REGISTER = "audit-expired-until";

const BATCH = 100;

export interface ExpiriesParts {
  readonly store: KeyStore;
  readonly registers: Registers;
  readonly chain: AuditChain;
  readonly clock: Clock;
}

/**
 * Tells of keys that have expired by themselves, each once for each moment at which it does. What had
 * expired before the log was begun is not told.
 */
export class Expiries {
  readonly #parts: ExpiriesParts;

  constructor(parts: ExpiriesParts) {
    this.#parts = parts;
  }

  /** Tells what has expired since it was last looked at, by whichever process. */
  async tell(): Promise<void> {
    const { registers, clock } = this.#parts;
    const until = clock.now();
    const register = await registers.read(REGISTER);
    const told = register === null ? 0 : await this.#tellSince(Number(register.value), until);
    // Where another process has moved it on meanwhile, what is told again is told once all the same.
    if (register === null || told > 0) {
      await registers.write(REGISTER, String(until), register?.version ?? 0);
    }
  }

  async #tellSince(since: number, until: number): Promise<number> {
    const told = new Set<string>();
    let [after, limit] = [since, BATCH];
    for (;;) {
      const period = { after: new Date(after), until: new Date(until) };
      const records = await this.#parts.store.listExpired({ ...period, limit });
      for (const record of records) {
        if (!told.has(record.id)) await this.#tell(record);
        told.add(record.id);
      }
      const last = records.at(-1)?.expiresAt?.getTime();
      if (last === undefined || records.length < limit) return told.size;
      // More may expire at the moment of the last one than were listed.
      if (last - 1 > after) [after, limit] = [last - 1, BATCH];
      else limit *= 2;
    }
  }

  async #tell({ id: keyId, expiresAt, createdAt, ...record }: KeyRecord): Promise<void> {
    // A key in the making counts as expired, from the moment of its creation, until it is admitted.
    if (expiresAt === null || expiresAt <= createdAt) return;
    const { start, referenceId, configId } = record;
    await this.#parts.chain.append({
      eventId: `expired-${keyId}-${expiresAt.getTime()}`,
      at: expiresAt,
      action: "expired",
      ...BY_SYSTEM,
      keyId,
      start,
      referenceId,
      configId,
      changes: {},
      reason: null,
    });
  }
}
