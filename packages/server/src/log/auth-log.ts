import type { BetterAuthOptions } from "better-auth";
import type { Logger } from "./logger.ts";
import { redact } from "./redact.ts";

/**
 * Better Auth's own log, on ours. Of what it hands over only the message and errors are kept: the
 * rest may be anything, a request included.
 */
export function authLog(log: Logger): NonNullable<BetterAuthOptions["logger"]> {
  return {
    level: "warn",
    disableColors: true,
    log(level, message, ...details: unknown[]) {
      const error = details.find((detail) => detail instanceof Error);
      log[level]({ part: "better-auth", ...(error && { err: error }) }, redact(message));
    },
  };
}
