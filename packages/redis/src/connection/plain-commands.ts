import type { RedisClient, RedisCommands } from "./redis-client.ts";

/**
 * The commands of a client with answers in their plain types, whatever its owner has them mapped to, and without the
 * client's own time limit: a timer for each command, for what has a deadline already.
 */
export function plainCommands(client: RedisClient): RedisCommands {
  return client.withCommandOptions({ timeout: 0, typeMapping: {} });
}
