import { OUTCOME_CODES } from "../code/outcome-codes.ts";
import type { RefusedKey } from "../verify/verification.ts";

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

/** The answer to a request whose key was refused. */
export function problemForRefusal(refused: RefusedKey): Problem {
  const { status, challenge } = OUTCOME_CODES[refused.outcome];
  return problem(status, refused.message, {
    code: refused.outcome,
    headers: {
      ...(challenge !== null && {
        "www-authenticate": `Bearer error="${challenge}", error_description="${refused.message}"`,
      }),
      ...(refused.retryAfter !== undefined && { "retry-after": String(refused.retryAfter) }),
    },
  });
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
  more: { code?: string; headers?: Record<string, string> },
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
      ...(more.code !== undefined && { code: more.code }),
    },
  };
}
