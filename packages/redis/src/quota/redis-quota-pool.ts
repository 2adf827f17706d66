import type { PoolDraw, PoolUnits, PoolWish, QuotaPool } from "@latchkey/core";
import type { Availability } from "../connection/availability.ts";
import type { Names } from "../connection/names.ts";
import type { RedisCommands } from "../connection/redis-client.ts";
import { QUOTA_SCRIPT, QUOTA_SCRIPT_SHA } from "./quota-script.ts";

/** In milliseconds: what nobody has taken for as long after it was put there is lost to the key. */
export const POOL_LIFETIME = 90 * 86_400_000;

export interface RedisQuotaPoolOptions {
  readonly commands: RedisCommands;
  readonly names: Names;
  readonly availability: Availability;
  /** Why nothing can be sent at all now; `null`: it can. */
  readonly obstacle: () => string | null;
}

/**
 * A pool in Redis. Rejects with a `RedisUnavailableError` where Redis does not answer in time: what was asked for is not
 * asked for again, since it may have been done.
 */
export class RedisQuotaPool implements QuotaPool {
  readonly #options: RedisQuotaPoolOptions;

  constructor(options: RedisQuotaPoolOptions) {
    this.#options = options;
  }

  get isAway(): boolean {
    const { availability, obstacle } = this.#options;
    return availability.lost !== null || obstacle() !== null;
  }

  async take({ id, period, by, wanted, share, most }: PoolWish): Promise<PoolDraw> {
    const given = ["take", by, momentOf(period), wanted, share, most];
    const [taken = 0, left = 0, inStore = 0] = numbers(await this.#run(id, given), 3);
    return { taken, left, inStore };
  }

  async put({ id, period, by, amount, inStore }: PoolUnits): Promise<number | null> {
    // What was not even sent can still be spent by whoever has it.
    if (this.isAway) return null;
    const given = ["put", by, momentOf(period), amount, inStore, POOL_LIFETIME];
    const answer = await this.#run(id, given);
    return answer === "no" ? null : (numbers(answer, 1)[0] ?? 0);
  }

  async takeBack(id: string, by: string): Promise<Pick<PoolUnits, "amount" | "period"> | null> {
    const [amount = 0, moment = 0] = numbers(await this.#run(id, ["back", by, 0]), 2);
    return amount === 0 ? null : { amount, period: moment === 0 ? null : moment };
  }

  #run(id: string, given: readonly (string | number)[]): Promise<unknown> {
    const { commands, names, availability } = this.#options;
    const input = { keys: [names.quota(id)], arguments: given.map(String) };
    return availability.ask(id, async () => {
      try {
        return await commands.evalSha(QUOTA_SCRIPT_SHA, input);
      } catch (error) {
        // Only what Redis says that it has not done is asked for again.
        if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
        return commands.eval(QUOTA_SCRIPT, input);
      }
    });
  }
}

function momentOf(period: number | null): number {
  return period ?? 0;
}

/** @throws {TypeError} for an answer that is none of the script's. */
function numbers(answer: unknown, count: number): readonly number[] {
  const read = typeof answer === "string" ? answer.split(" ").map(Number) : [];
  if (read.length >= count && read.every(Number.isSafeInteger)) return read;
  throw new TypeError("The script answered with something else than it does.");
}
