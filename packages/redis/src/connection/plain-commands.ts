import type { RedisClient, RedisCommands } from "./redis-client.ts";

/**
 * The commands of a client with answers in their plain types, whatever its owner has them mapped to.
 *
 * @param timeout milliseconds that a command may wait to be sent; 0: no end, and no timer for each.
 */
export function plainCommands(client: RedisClient, timeout = 0): RedisCommands {
  return client.withCommandOptions({ timeout, typeMapping: {} });
}
