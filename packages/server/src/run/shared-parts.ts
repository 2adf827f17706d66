import { postgresMessages } from "@latchkey/better-auth/postgres";
import type { ChangeMessages, ProofCache, QuotaPool, RateLimiter } from "@latchkey/core";
import { type LatchkeyRedis, RedisUnavailableError, latchkeyRedis } from "@latchkey/redis";
import type { Config } from "../config/config.ts";
import type { Logger } from "../log/logger.ts";
import { StartError } from "./start-error.ts";

/** What this server shares with others, and how it is getting on. */
export interface SharedParts {
  readonly rateLimiter?: RateLimiter;
  readonly messages: readonly ChangeMessages[];
  readonly proofs?: ProofCache;
  readonly quotaPool?: QuotaPool;
  /** Whether Redis answers now; `null`: there is none. */
  readonly isRedisReady: () => boolean | null;
  /** What it comes to, for the log. */
  readonly said: Readonly<Record<"limits" | "messages", string>>;
  close(): Promise<void>;
}

/**
 * Connects to what servers share. A Redis that cannot be reached is no reason not to start: limits are then
 * counted in this process until it is there.
 *
 * @throws {StartError} for a Redis that there is, and that will never do.
 */
export async function openSharedParts(
  { listenUrl, redisUrl }: Pick<Config, "listenUrl" | "redisUrl">,
  log: Logger,
): Promise<SharedParts> {
  const redis = redisUrl === null ? null : await openRedis(redisUrl, log);
  const notifications = listenUrl === null ? [] : [notificationsOf(listenUrl, log)];
  const messages = [...notifications, ...(redis === null ? [] : [redis.messages])];
  const names = [...notifications.map(() => "postgres"), ...(redis === null ? [] : ["redis"])];
  return {
    messages,
    ...(redis !== null && {
      rateLimiter: redis.rateLimiter,
      proofs: redis.proofs,
      quotaPool: redis.quotaPool,
    }),
    isRedisReady: () => redis && redis.isReady,
    said: {
      limits: redis === null ? "per process" : "redis",
      messages: names.length === 0 ? "none: changes are looked for each second" : names.join(", "),
    },
    close: async () => redis?.close(),
  };
}

function notificationsOf(connectionString: string, log: Logger): ChangeMessages {
  return postgresMessages({
    connectionString,
    onFault: ({ message }) => {
      log.warn(
        { reason: message },
        "changes of other servers are not heard over PostgreSQL for now: they are looked for each second",
      );
    },
  });
}

/** What no waiting will change, by Redis' own words for it. */
const FINAL = new Set(["WRONGPASS", "NOAUTH", "NOPERM"]);

async function openRedis(url: string, log: Logger): Promise<LatchkeyRedis> {
  const redis = latchkeyRedis(
    { url },
    {
      onAvailability: (available, reason) => {
        if (available) log.info("Redis is back: limits are shared again");
        else log.warn({ reason }, "Redis is away: limits are counted by this server alone");
      },
    },
  );
  try {
    await redis.ping();
  } catch (error) {
    const reason = error instanceof RedisUnavailableError ? error.reason : "unknown";
    if (FINAL.has(reason)) {
      await redis.close();
      throw new StartError(
        `Redis refuses what REDIS_URL says (${reason}): check its user, its password, and what that user may do.`,
      );
    }
    log.warn(
      { reason },
      "Redis does not answer: limits are counted by this server alone until it does",
    );
  }
  return redis;
}
