import {
  type ChangeMessages,
  type Clock,
  type ProofCache,
  type QuotaPool,
  type RandomSource,
  type RateLimiter,
  type Timers,
  systemClock,
  systemRandom,
  systemTimers,
} from "@latchkey/core";
import { answerInTime } from "./connection/answer-in-time.ts";
import { Availability, type OnAvailability } from "./connection/availability.ts";
import { RedisUnavailableError, faultReason } from "./connection/fault-reason.ts";
import { keepTrying } from "./connection/keep-trying.ts";
import { Names } from "./connection/names.ts";
import { ownClient } from "./connection/own-client.ts";
import { plainCommands } from "./connection/plain-commands.ts";
import type { RedisClient } from "./connection/redis-client.ts";
import { RedisRateLimiter, type TimeSource, tryTake } from "./limit/redis-rate-limiter.ts";
import { RedisMessages } from "./message/redis-messages.ts";
import { PROOF_LIFETIME, RedisProofs } from "./proof/redis-proofs.ts";
import { RedisQuotaPool } from "./quota/redis-quota-pool.ts";

/** Milliseconds that `ping` waits for a connection and an answer. */
const PING_DEADLINE = 2_000;
/** Milliseconds after which a trial that could not be sent is taken back. */
const TRIAL_TIMEOUT = 5_000;

/** Where Redis is. */
export type RedisSource =
  /** `redis://` or, with TLS, `rediss://`: one server, to which a client of Latchkey's own connects. */
  | { readonly url: string }
  /**
   * A client that the application has made with `createClient`, `createCluster` or `createSentinel`, and ends itself. It
   * is connected here if it is not yet. Made with `disableOfflineQueue` it keeps nothing to be sent later.
   */
  | { readonly client: RedisClient };

export interface LatchkeyRedisOptions {
  /** What the names of all that is kept in Redis begin with, to keep installations apart: `latchkey` by default. */
  readonly namespace?: string;
  /**
   * Milliseconds that Redis may take to answer what a request waits for: 100 by default. After one that has taken
   * longer, this process does without Redis until a trial, once a second, is answered in time.
   */
  readonly deadline?: number;
  /** Milliseconds that a proof is kept after it was last asked for: a day by default. */
  readonly proofLifetime?: number;
  /** Told once when Redis was lost and once when it is back. */
  readonly onAvailability?: OnAvailability;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly random?: RandomSource;
  /** Whose time windows are counted by: that of Redis by default; for tests, what the limiter is told. */
  readonly time?: TimeSource;
}

/** What several processes share through one Redis. */
export interface LatchkeyRedis {
  readonly rateLimiter: RateLimiter;
  readonly messages: ChangeMessages;
  readonly proofs: ProofCache;
  readonly quotaPool: QuotaPool;
  /** Whether it is connected, and answered last time it was asked. */
  readonly isReady: boolean;
  /**
   * Resolves when Redis has done what is needed of it, after connecting where that is under way.
   *
   * @throws {RedisUnavailableError} where it does not within two seconds, with a word on why.
   */
  ping(this: void): Promise<void>;
  /** Ends what was opened here. The limiter counts in this process from now on; all else rejects. */
  close(this: void): Promise<void>;
}

/**
 * Connects to Redis 7 or Valkey, in the background and for as long as it takes: limits, messages and proofs can be used
 * at once, and do without Redis until it is there and whenever it is away.
 *
 * @throws {TypeError} for a URL that is none.
 * @throws {RangeError} for a namespace that is none.
 */
export function latchkeyRedis(
  source: RedisSource,
  options: LatchkeyRedisOptions = {},
): LatchkeyRedis {
  const { clock = systemClock, timers = systemTimers, random = systemRandom } = options;
  const names = new Names(options.namespace ?? "latchkey");
  const client = "url" in source ? ownClient(source.url) : source.client;
  const connection = connect(client, timers);
  const { obstacle } = connection;
  const commands = plainCommands(client);
  const trialCommands = plainCommands(client, TRIAL_TIMEOUT);
  const trial = (keyId: string) => tryTake(trialCommands, names, keyId);
  const availability = new Availability({
    obstacle,
    trial,
    deadline: options.deadline ?? 100,
    timers,
    onAvailability: options.onAvailability ?? (() => undefined),
  });
  const shared = { commands, names, availability };
  const messages = new RedisMessages({ client, commands, names, obstacle, timers, random });
  return {
    rateLimiter: new RedisRateLimiter({ ...shared, clock, time: options.time ?? "redis" }),
    messages,
    quotaPool: new RedisQuotaPool({ ...shared, obstacle }),
    proofs: new RedisProofs({ ...shared, lifetime: options.proofLifetime ?? PROOF_LIFETIME }),
    get isReady() {
      return availability.lost === null && obstacle() === null;
    },
    async ping() {
      try {
        await answerInTime(() => connection.opened.then(() => trial("ping")), {
          deadline: PING_DEADLINE,
          timers,
        });
      } catch (error) {
        throw new RedisUnavailableError(obstacle() ?? faultReason(error));
      }
    },
    close() {
      connection.abandon();
      availability.close();
      messages.close();
      if ("url" in source && client.isOpen) client.destroy();
      return Promise.resolve();
    },
  };
}

interface Connection {
  /** Resolves when the client was connected for the first time. */
  readonly opened: Promise<void>;
  /** Why nothing can be sent now; `null`: it can. */
  readonly obstacle: () => string | null;
  /** No longer tries to connect. */
  abandon(): void;
}

function connect(client: RedisClient, timers: Timers): Connection {
  let wanted = true;
  let lastFault = "not connected";
  const note = (error: unknown) => {
    lastFault = faultReason(error);
  };
  // Without a listener an error of the connection would end the process.
  client.on("error", note);
  const opened = keepTrying(
    async () => {
      if (client.isReady) return;
      if (client.isOpen) throw new RedisUnavailableError("still connecting");
      try {
        await client.connect();
      } catch (error) {
        note(error);
        throw error;
      }
    },
    () => wanted,
    timers,
  );
  return {
    opened,
    obstacle: () => (wanted && client.isReady ? null : lastFault),
    abandon: () => {
      wanted = false;
      lastFault = "closed";
    },
  };
}
