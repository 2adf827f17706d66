/**
 * What went wrong with messages over PostgreSQL. It names the cause by its code only: the cause's own sentence may
 * quote what was connected with, a password among it.
 */
export class PostgresMessagesError extends Error {
  override readonly name = "PostgresMessagesError";
  /** PostgreSQL's (`28P01`) or Node's (`ECONNREFUSED`); `null` where the cause has none, as when the server hangs up. */
  readonly code: string | null;

  constructor(what: string, cause: unknown) {
    const code = codeOf(cause);
    super(code === null ? `${what}.` : `${what}: ${code}.`);
    this.code = code;
  }
}

const CODE = /^[A-Z0-9_]{1,40}$/;

function codeOf(cause: unknown): string | null {
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return null;
  return typeof cause.code === "string" && CODE.test(cause.code) ? cause.code : null;
}

/** A cause like those of sockets, for what was given up for lateness. */
export const TOO_LATE = { code: "ETIMEDOUT" } as const;
