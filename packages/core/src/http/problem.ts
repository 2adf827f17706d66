import type { Permissions } from "../access/permissions.ts";
import { OUTCOME_CODES } from "../code/outcome-codes.ts";
import type { RefusedKey } from "../verify/verification.ts";
import { rateLimitHeaders } from "./rate-limit-headers.ts";

/** An answer in RFC 9457 problem details, with the headers that go with it. */
export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly detail: string;
    /** Extension member: one of the outcome codes. */
    readonly code?: string;
    /** Extension member: the permissions that the key lacks. */
    readonly missing?: Permissions;
    /** Extension member: the limit that was reached. `window` in milliseconds. */
    readonly limit?: { readonly name: string; readonly max: number; readonly window: number };
    /** Extension member: as the header of that name, in seconds. */
    readonly retryAfter?: number;
  };
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  429: "Too Many Requests",
  503: "Service Unavailable",
};

const QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded";

/**
 * The answer to a request whose key was refused. `needed`: all that the route asks of keys, which a key
 * that lacks some of it is told as `scope` (RFC 6750, section 3).
 */
export function problemForRefusal(refused: RefusedKey, needed?: Permissions): Problem {
  const { status } = OUTCOME_CODES[refused.outcome];
  const challenge = challengeFor(refused, needed);
  const { retryAfter, missing, limit, limits = [] } = refused;
  return problem(status, detailOf(refused), {
    members: {
      code: refused.outcome,
      ...(missing !== undefined && { missing }),
      ...(limit !== undefined && {
        limit: { name: limit.name, max: limit.max, window: limit.window },
      }),
      ...(retryAfter !== undefined && { retryAfter }),
    },
    headers: {
      ...rateLimitHeaders(limits),
      ...(challenge !== null && { "www-authenticate": challenge }),
      ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    },
  });
}

function challengeFor(
  { outcome, message, missing }: RefusedKey,
  needed: Permissions | undefined,
): string | null {
  const { challenge } = OUTCOME_CODES[outcome];
  if (challenge === null) return null;
  const scope = missing === undefined || needed === undefined ? "" : scopeOf(needed);
  const besides = scope === "" ? "" : `, scope="${scope}"`;
  return `Bearer error="${challenge}", error_description="${message}"${besides}`;
}

/** What a scope can be made of. Permissions can have other characters in them. */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/** Permissions as a guard can be given them, `read:files`; none where one of them cannot be said so. */
function scopeOf(permissions: Permissions): string {
  const tokens = Object.entries(permissions).flatMap(([resource, actions]) =>
    actions.map((action) => `${action}:${resource}`),
  );
  return tokens.every((token) => SCOPE_TOKEN.test(token)) ? tokens.join(" ") : "";
}

/** Says which limit was reached, and when it ends: who is refused must know what to do about it. */
function detailOf({ message, limit, retryAfter }: RefusedKey): string {
  if (limit === undefined) return message;
  const { name, max, window } = limit;
  return `${message}: "${name}" allows ${max} in ${window / 1_000} s. Try again in ${retryAfter} s.`;
}

/** The answer to a request that presented no single key in a header: RFC 6750, section 3.1. */
export function problemForCredential(kind: "none" | "conflicting" | "in-url"): Problem {
  switch (kind) {
    case "none":
      // Without credentials there is no error to name: the challenge alone. It needs one parameter.
      return problem(401, "API key required", {
        headers: { "www-authenticate": 'Bearer realm="api"' },
      });
    case "conflicting":
      return invalidRequest("Two different credentials were sent; send one.");
    case "in-url":
      return invalidRequest(
        "An API key does not belong in a URL, where it ends in logs; send it in the x-api-key header.",
      );
  }
}

function invalidRequest(detail: string): Problem {
  return problem(400, detail, {
    headers: { "www-authenticate": 'Bearer error="invalid_request"' },
  });
}

function problem(
  status: number,
  detail: string,
  more: {
    members?: Pick<Problem["body"], "code" | "missing" | "limit" | "retryAfter">;
    headers?: Record<string, string>;
  },
): Problem {
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...more.headers,
    },
    body: {
      type: status === 429 ? QUOTA_EXCEEDED : "about:blank",
      title: TITLES[status] ?? "Error",
      status,
      detail,
      ...more.members,
    },
  };
}
