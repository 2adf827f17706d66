import type { ProofCache } from "@latchkey/core";
import type { Availability } from "../connection/availability.ts";
import type { Names } from "../connection/names.ts";
import type { RedisCommands } from "../connection/redis-client.ts";

/** Milliseconds that a proof is kept after it was last asked for: a day. */
export const PROOF_LIFETIME = 86_400_000;

export interface RedisProofsOptions {
  readonly commands: RedisCommands;
  readonly names: Names;
  readonly availability: Availability;
  /** Milliseconds that a proof is kept after it was put there or last asked for. */
  readonly lifetime: number;
}

/** Proofs in Redis. Rejects with a `RedisUnavailableError` where Redis is out of reach, at once when that is known. */
export class RedisProofs implements ProofCache {
  readonly #options: RedisProofsOptions;

  constructor(options: RedisProofsOptions) {
    this.#options = options;
  }

  async get(name: string): Promise<string | null> {
    const { commands, names, availability, lifetime } = this.#options;
    const value = await availability.ask(name, () =>
      commands.getEx(names.proof(name), { type: "PX", value: lifetime }),
    );
    return typeof value === "string" ? value : null;
  }

  async put(name: string, value: string): Promise<void> {
    const { commands, names, availability, lifetime } = this.#options;
    await availability.ask(name, () =>
      commands.set(names.proof(name), value, { expiration: { type: "PX", value: lifetime } }),
    );
  }
}
