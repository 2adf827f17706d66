import { createClient } from "redis";
import { backoff } from "./backoff.ts";
import type { RedisClient } from "./redis-client.ts";

/** How many commands may be under way at once; a process that sends more than it gets answered counts alone. */
const MOST_COMMANDS = 20_000;

/**
 * A client for one server that reconnects for ever and keeps nothing to be sent later. A connection that is silent without
 * being ended, as where a network drops everything, may stay until TCP gives it up; nothing is asked of it meanwhile
 * but a trial a second.
 *
 * @throws {TypeError} for a URL that is none. It does not repeat the URL, which may hold a password.
 */
export function ownClient(url: string): RedisClient {
  try {
    if (!/^rediss?:$/.test(new URL(url).protocol)) throw new Error("another protocol");
    return createClient({
      url,
      disableOfflineQueue: true,
      commandsQueueMaxLength: MOST_COMMANDS,
      pingInterval: 2_000,
      socket: { connectTimeout: 2_000, socketTimeout: 5_000, reconnectStrategy: backoff },
    });
  } catch {
    throw new TypeError(
      "The URL of Redis must be redis:// or rediss:// with host and, where needed, user, password, port and the number of a database: redis://:password@host:6379/0.",
    );
  }
}
