/** A key's random part is 46 base62 characters; a damaged or cut key should not pass either. */
const LIKE_A_SECRET = /[0-9A-Za-z]{40,}/g;

/** The text without anything that could be a key. */
export function redact(text: string): string {
  return text.replace(LIKE_A_SECRET, "[redacted]");
}

/** An error as a log may hold it. */
export interface LoggableError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: LoggableError;
}

/** What was thrown, without anything that could be a key, and without what else hangs on the error. */
export function loggableError(thrown: unknown): LoggableError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: redact(String(thrown)) };
  return {
    type: thrown.name,
    message: redact(thrown.message),
    ...(thrown.stack !== undefined && { stack: redact(thrown.stack) }),
    ...(thrown.cause instanceof Error && { cause: loggableError(thrown.cause) }),
  };
}
