/**
 * Every way in which a verification can fail: one table, from which types, HTTP answers and
 * documentation derive. `message` is what the caller is told.
 *
 * `challenge` is the `error` of the `WWW-Authenticate` header (RFC 6750, section 3.1).
 */
export const OUTCOME_CODES = {
  API_KEY_INVALID: {
    status: 401,
    message: "Invalid API key",
    challenge: "invalid_token",
  },
  API_KEY_EXPIRED: {
    status: 401,
    message: "This API key has expired",
    challenge: "invalid_token",
  },
  API_KEY_REVOKED: {
    status: 401,
    message: "This API key has been revoked",
    challenge: "invalid_token",
  },
  API_KEY_DISABLED: {
    status: 401,
    message: "This API key is disabled",
    challenge: "invalid_token",
  },
  API_KEY_FORBIDDEN: {
    status: 403,
    message: "This API key may not do that",
    challenge: "insufficient_scope",
  },
  API_KEY_RATE_LIMITED: {
    status: 429,
    message: "This API key has exceeded its rate limit",
    challenge: null,
  },
  API_KEY_QUOTA_EXCEEDED: {
    status: 429,
    message: "This API key has used up its quota",
    challenge: null,
  },
  API_KEY_UNAVAILABLE: {
    status: 503,
    message: "The API key could not be checked just now; try again shortly",
    challenge: null,
  },
} as const satisfies Record<
  string,
  { status: number; message: string; challenge: "invalid_token" | "insufficient_scope" | null }
>;

export type RefusalCode = keyof typeof OUTCOME_CODES;

/** The result of one verification, in a word. */
export type Outcome = "valid" | RefusalCode;
