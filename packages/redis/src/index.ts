export type { OnAvailability } from "./connection/availability.ts";
export { RedisUnavailableError } from "./connection/fault-reason.ts";
export type {
  CommandOptions,
  Milliseconds,
  RedisClient,
  RedisCommands,
  ScriptInput,
} from "./connection/redis-client.ts";
export {
  type LatchkeyRedis,
  type LatchkeyRedisOptions,
  type RedisSource,
  latchkeyRedis,
} from "./latchkey-redis.ts";
export type { TimeSource } from "./limit/redis-rate-limiter.ts";
