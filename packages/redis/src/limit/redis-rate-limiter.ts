import {
  type Clock,
  type KeyLimiter,
  type LimitRule,
  type LimitVerdict,
  MemoryRateLimiter,
  type RateLimiter,
} from "@latchkey/core";
import type { Availability } from "../connection/availability.ts";
import type { Names } from "../connection/names.ts";
import type { RedisCommands } from "../connection/redis-client.ts";
import { readVerdict, runTake, takeArguments } from "./take-request.ts";

/** Whose time windows are counted by: of Redis, or what `take` is told, for tests that say what time it is. */
export type TimeSource = "redis" | "given";

export interface RedisRateLimiterOptions {
  readonly commands: RedisCommands;
  readonly names: Names;
  readonly availability: Availability;
  /** For what is counted in this process alone. */
  readonly clock: Clock;
  readonly time: TimeSource;
}

/**
 * Limits that all processes share which count in the same Redis, with the same results as one process has in memory.
 * They go by Redis' own time, and outlive the processes.
 *
 * While Redis is out of reach, each process counts by itself, as if nothing had been taken before; what it counted
 * is not told to Redis afterwards.
 */
export class RedisRateLimiter implements RateLimiter {
  readonly #options: RedisRateLimiterOptions;
  readonly #alone: MemoryRateLimiter;
  #fallbacks = 0;

  constructor(options: RedisRateLimiterOptions) {
    this.#options = options;
    this.#alone = new MemoryRateLimiter(options.clock);
  }

  get fallbacks(): number {
    return this.#fallbacks;
  }

  get isAlone(): boolean {
    return this.#options.availability.lost !== null;
  }

  of(keyId: string): KeyLimiter {
    const { names, availability, commands, time } = this.#options;
    const keys = [names.taken(keyId), names.mark(keyId)];
    return {
      take: (rules, cost, now) => {
        if (this.isAlone) return this.#takeAlone(keyId, rules, cost, now);
        const input = {
          keys,
          arguments: takeArguments(rules, cost, time === "given" ? now : null),
        };
        return availability
          .ask(keyId, () => runTake(commands, input, (answer) => readVerdict(rules, answer)))
          .catch(() => this.#takeAlone(keyId, rules, cost, now));
      },
    };
  }

  #takeAlone(keyId: string, rules: readonly LimitRule[], cost: number, now: number): LimitVerdict {
    this.#fallbacks += 1;
    return this.#alone.of(keyId).take(rules, cost, now);
  }
}

const TRIAL = [{ name: "trial", max: 1, window: 1_000 }];

/** Takes something of no consequence in the slot of a key, and so shows whether limits can be counted there. */
export async function tryTake(commands: RedisCommands, names: Names, keyId: string): Promise<void> {
  const input = {
    keys: [names.trial(keyId), names.mark(keyId)],
    arguments: takeArguments(TRIAL, 1, null),
  };
  await runTake(commands, input, () => undefined);
}
