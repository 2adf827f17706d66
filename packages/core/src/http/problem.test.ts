import { describe, expect, test } from "vitest";
import { OUTCOME_CODES, type RefusalCode } from "../code/outcome-codes.ts";
import type { Permissions } from "../access/permissions.ts";
import { withoutHash } from "../record/record.ts";
import { keyDraft } from "../testing/key-draft.ts";
import { refuse } from "../verify/verification.ts";
import { problemForCredential, problemForRefusal } from "./problem.ts";

const EVERY_PROBLEM = {
  "content-type": "application/problem+json",
  "cache-control": "no-store",
};

const invalidToken = (description: string) => ({
  "www-authenticate": `Bearer error="invalid_token", error_description="${description}"`,
});

const REFUSALS: Record<
  RefusalCode,
  { status: number; title: string; detail: string; type?: string; headers: Record<string, string> }
> = {
  API_KEY_INVALID: {
    status: 401,
    title: "Unauthorized",
    detail: "Invalid API key",
    headers: invalidToken("Invalid API key"),
  },
  API_KEY_EXPIRED: {
    status: 401,
    title: "Unauthorized",
    detail: "This API key has expired",
    headers: invalidToken("This API key has expired"),
  },
  API_KEY_REVOKED: {
    status: 401,
    title: "Unauthorized",
    detail: "This API key has been revoked",
    headers: invalidToken("This API key has been revoked"),
  },
  API_KEY_DISABLED: {
    status: 401,
    title: "Unauthorized",
    detail: "This API key is disabled",
    headers: invalidToken("This API key is disabled"),
  },
  API_KEY_FORBIDDEN: {
    status: 403,
    title: "Forbidden",
    detail: "This API key may not do that",
    headers: {
      "www-authenticate":
        'Bearer error="insufficient_scope", error_description="This API key may not do that"',
    },
  },
  API_KEY_RATE_LIMITED: {
    status: 429,
    title: "Too Many Requests",
    type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
    detail: "This API key has exceeded its rate limit",
    headers: {},
  },
  API_KEY_QUOTA_EXCEEDED: {
    status: 429,
    title: "Too Many Requests",
    type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
    detail: "This API key has used up its quota",
    headers: {},
  },
  API_KEY_UNAVAILABLE: {
    status: 503,
    title: "Service Unavailable",
    detail: "The API key could not be checked just now; try again shortly",
    headers: {},
  },
};

describe("a refused key is answered", () => {
  test.each(Object.keys(OUTCOME_CODES).filter(isRefusalCode))("%s", (code) => {
    const { headers, type = "about:blank", ...body } = REFUSALS[code];
    expect(problemForRefusal(refuse(code))).toEqual({
      status: body.status,
      headers: { ...EVERY_PROBLEM, ...headers },
      body: { type, ...body, code },
    });
  });

  test.each(["API_KEY_RATE_LIMITED", "API_KEY_QUOTA_EXCEEDED", "API_KEY_UNAVAILABLE"] as const)(
    "%s with when to come back, in seconds",
    (code) => {
      const { headers } = problemForRefusal(refuse(code, { retryAfter: 30 }));
      expect(headers).toEqual({ ...EVERY_PROBLEM, "retry-after": "30" });
    },
  );

  test("a limit with which it is, and never told to come back before it ends", () => {
    const limit = { name: "exports", max: 5, window: 3_600_000, remaining: 0, resetAfter: 1_500 };
    const other = { name: "burst", max: 10, window: 500, remaining: 3, resetAfter: 32 };
    const refused = refuse("API_KEY_RATE_LIMITED", {
      limit,
      limits: [limit, other],
      retryAfter: 2,
    });
    const { headers, body } = problemForRefusal(refused);
    expect(headers).toMatchObject({
      "retry-after": "2",
      "ratelimit-policy": '"exports";q=5;w=3600, "burst";q=10;w=1',
      ratelimit: '"exports";r=0;t=2, "burst";r=3;t=1',
    });
    expect(body).toMatchObject({
      code: "API_KEY_RATE_LIMITED",
      limit: { name: "exports", max: 5, window: 3_600_000 },
      retryAfter: 2,
      detail:
        'This API key has exceeded its rate limit: "exports" allows 5 in 3600 s. Try again in 2 s.',
    });
  });

  test("a permission that is missing with which", () => {
    const missing = { files: ["write"] };
    expect(problemForRefusal(refuse("API_KEY_FORBIDDEN", { missing })).body).toMatchObject({
      missing,
    });
  });

  test("a permission that is missing with all that is needed as the scope, where that can be said", () => {
    const missing = { files: ["write"] };
    const challenge = (needed?: Permissions, refused = refuse("API_KEY_FORBIDDEN", { missing })) =>
      problemForRefusal(refused, needed).headers["www-authenticate"];
    const plain = REFUSALS.API_KEY_FORBIDDEN.headers["www-authenticate"];
    const needed = { files: ["read", "write"], reports: ["read"] };
    expect(challenge(needed)).toBe(`${plain}, scope="read:files write:files read:reports"`);
    expect(challenge()).toBe(plain);
    expect(challenge({ 'a"b': ["read"] })).toBe(plain);
    expect(challenge({ größe: ["read"] })).toBe(plain);
    // Where it is for the address, no scope would help.
    expect(challenge(needed, refuse("API_KEY_FORBIDDEN"))).toBe(plain);
  });

  test("with nothing about the record: that is for the log", () => {
    const draft = keyDraft({
      name: "the-name",
      start: "the-start",
      environment: "the-environment",
      replacedById: "the-successor",
      replacesId: "the-predecessor",
      referenceId: "the-owner",
      createdById: "the-creator",
      metadata: { of: "the-metadata" },
      revokedAt: new Date(0),
    });
    const record = withoutHash({ ...draft, id: "the-id" });
    const answered = JSON.stringify(problemForRefusal(refuse("API_KEY_REVOKED", { record })));
    expect(answered).not.toContain("the-");
  });
});

describe("a request without a single key in a header is answered", () => {
  test("401 with the bare challenge: where nothing was sent there is no error (RFC 6750, 3.1)", () => {
    expect(problemForCredential("none")).toEqual({
      status: 401,
      headers: { ...EVERY_PROBLEM, "www-authenticate": 'Bearer realm="api"' },
      body: {
        type: "about:blank",
        title: "Unauthorized",
        status: 401,
        detail: "API key required",
      },
    });
  });

  test.each([
    ["conflicting", "Two different credentials were sent; send one."],
    [
      "in-url",
      "An API key does not belong in a URL, where it ends in logs; send it in the x-api-key header.",
    ],
  ] as const)("400 invalid_request: %s", (kind, detail) => {
    expect(problemForCredential(kind)).toEqual({
      status: 400,
      headers: { ...EVERY_PROBLEM, "www-authenticate": 'Bearer error="invalid_request"' },
      body: { type: "about:blank", title: "Bad Request", status: 400, detail },
    });
  });
});

test("what goes into a challenge is what RFC 6750 allows in a quoted string", () => {
  for (const { message } of Object.values(OUTCOME_CODES)) {
    expect(message).toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]+$/);
  }
});

function isRefusalCode(code: string): code is RefusalCode {
  return code in OUTCOME_CODES;
}
