/** Redis, or what it was asked for, cannot be had now. */
export class RedisUnavailableError extends Error {
  override readonly name = "RedisUnavailableError";
  /** A word on why: a code of the system or of Redis, or the name of an error. */
  readonly reason: string;

  constructor(reason: string) {
    super(`Redis cannot be used now (${reason}).`);
    this.reason = reason;
  }
}

/**
 * A word on what went wrong. Never the message of an error: some answers of Redis repeat the command
 * that they are about, the password included.
 */
export function faultReason(error: unknown): string {
  if (error instanceof RedisUnavailableError) return error.reason;
  if (!(error instanceof Error)) return "unknown";
  if ("code" in error && typeof error.code === "string") return error.code;
  return /^[A-Z]{3,}(?= |$)/.exec(error.message)?.[0] ?? error.constructor.name;
}
