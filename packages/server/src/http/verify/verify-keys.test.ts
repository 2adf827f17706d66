import { DatabaseSync } from "node:sqlite";
import { OUTCOME_CODES, generateKey, systemRandom } from "@latchkey/core";
import { beforeEach, describe, expect, test } from "vitest";
import { type CreatedKey, type Member, signUp } from "../../testing/member.ts";
import { serviceKey, verifyAt } from "../../testing/service-key.ts";
import { type TestServer, startTestServer } from "../../testing/test-server.ts";
import { verifyKeys } from "./verify-keys.ts";

const DAY = 24 * 60 * 60 * 1_000;
const MINUTE = 60_000;
const GRANTABLE = { reports: ["read", "write"] };

let server: TestServer;
let ada: Member;
let service: string;
let created: CreatedKey;

beforeEach(async () => {
  server = await startTestServer({ grantable: GRANTABLE });
  ada = await signUp(server.url, "Ada");
  service = await serviceKey(server, await signUp(server.url, "Operator"));
  created = await ada.createKey({
    name: "Payments",
    environment: "production",
    metadata: { tier: 2 },
    permissions: { reports: ["read"] },
  });
});

const ask = (body: unknown, credential: string | null = service) =>
  verifyAt(server.url, credential, body);

async function verdictOn(entry: object): Promise<Record<string, unknown>> {
  const answer = await ask({ key: created.key, ...entry });
  expect(answer.status).toBe(200);
  return JSON.parse(await answer.text());
}

async function problem(answer: Response) {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const body: { status: number; detail: string; code?: string } = JSON.parse(await answer.text());
  expect(body.status).toBe(answer.status);
  return body;
}

describe("200 with a verdict on the key", () => {
  test("valid: whose it is, what it may do, and what is left", async () => {
    expect(await verdictOn({})).toEqual({
      valid: true,
      code: "valid",
      owner: { kind: "user", id: await ada.userId(), name: "Ada", email: ada.email },
      apiKey: {
        id: created.id,
        name: "Payments",
        start: created.start,
        environment: "production",
        metadata: { tier: 2 },
        permissions: { reports: ["read"] },
        expiresAt: new Date(server.clock.now() + 90 * DAY).toISOString(),
      },
      limits: [
        {
          name: "default",
          max: 100,
          window: MINUTE,
          remaining: 99,
          resetAfter: expect.any(Number),
        },
      ],
      remaining: null,
    });
  });

  test("valid, of an organization: the organization, and nobody of its members", async () => {
    const founded = await ada.call("POST", "/organization/create", { name: "Acme", slug: "acme" });
    const { id: organizationId }: { id: string } = JSON.parse(await founded.text());
    const { key } = await ada.createKey({ organizationId, environment: "production" });
    const { owner } = await verdictOn({ key });
    expect(owner).toEqual({ kind: "organization", id: organizationId, name: "Acme", slug: "acme" });
  });

  const REFUSALS: [string, () => Promise<object>, object][] = [
    [
      "API_KEY_INVALID",
      async () => ({ key: generateKey("lk_live_", systemRandom).key }),
      { message: "Invalid API key" },
    ],
    ["API_KEY_INVALID", async () => ({ key: "" }), {}],
    [
      "API_KEY_REVOKED",
      async () => {
        await ada.revokeKey(created.id);
        return {};
      },
      {},
    ],
    [
      "API_KEY_EXPIRED",
      async () => {
        // The service's own key lives as long.
        const key = await ada.createKey({ environment: "development" });
        server.clock.advance(30 * DAY);
        return { key: key.key };
      },
      {},
    ],
    [
      "API_KEY_DISABLED",
      async () => {
        await ada.call("POST", "/api-key/update", { keyId: created.id, enabled: false });
        return {};
      },
      {},
    ],
    [
      "API_KEY_FORBIDDEN",
      async () => ({ permissions: { reports: ["read", "write"] } }),
      { missing: { reports: ["write"] } },
    ],
    [
      "API_KEY_FORBIDDEN",
      async () => ({ permissions: ["write:reports"] }),
      { missing: { reports: ["write"] } },
    ],
    [
      "API_KEY_RATE_LIMITED",
      async () => ({ cost: 101 }),
      {
        retryAfter: 60,
        limit: expect.objectContaining({ name: "default", max: 100, remaining: 100 }),
      },
    ],
    [
      "API_KEY_RATE_LIMITED",
      async () => ({ limits: [{ name: "exports", max: 1, window: 1_000, cost: 2 }] }),
      { limit: expect.objectContaining({ name: "exports", window: 1_000 }) },
    ],
    [
      "API_KEY_QUOTA_EXCEEDED",
      async () => {
        alter("update apikey set remaining = 0 where id = ?", created.id);
        return {};
      },
      {},
    ],
    [
      "API_KEY_UNAVAILABLE",
      async () => {
        await ask({ key: "so that the service's key is known" });
        alter("alter table apikey rename to elsewhere");
        return {};
      },
      { retryAfter: expect.any(Number) },
    ],
  ];
  test.each(REFUSALS)("invalid: %s (%#)", async (code, prepare, more) => {
    const answered = await verdictOn(await prepare());
    expect(answered).toMatchObject({ valid: false, code, message: expect.any(String), ...more });
    expect(answered).not.toHaveProperty("apiKey");
    expect(answered).not.toHaveProperty("owner");
  });

  test("by what client it says that the key was used, and from where: they are kept", async () => {
    const from = { address: "198.51.100.7", client: "reporter/2" };
    expect(await verdictOn(from)).toMatchObject({ valid: true });
    const answer = await ada.call("GET", `/api-key/usage?keyId=${created.id}`);
    expect(JSON.parse(await answer.text())).toMatchObject({ addresses: [from] });
  });

  test("a key with an allow-list: by the address in the body, not the service's", async () => {
    const { key } = await ada.createKey({
      environment: "production",
      allowedAddresses: ["198.51.100.0/24", "127.0.0.1"],
    });
    expect(await verdictOn({ key, address: "198.51.100.7" })).toMatchObject({ valid: true });
    expect(await verdictOn({ key, address: "203.0.113.7" })).toMatchObject({
      code: "API_KEY_FORBIDDEN",
    });
    expect(await verdictOn({ key })).toMatchObject({ code: "API_KEY_FORBIDDEN" });
  });

  test("a cost is taken whole or not at all", async () => {
    expect(await verdictOn({ cost: 99 })).toMatchObject({ limits: [{ remaining: 1 }] });
    expect(await verdictOn({ cost: 2 })).toMatchObject({ code: "API_KEY_RATE_LIMITED" });
    expect(await verdictOn({ cost: 1 })).toMatchObject({ limits: [{ remaining: 0 }] });
  });
});

const results = async (keys: object[]): Promise<{ code: string }[]> => {
  const answer = await ask({ keys });
  expect(answer.status).toBe(200);
  return JSON.parse(await answer.text()).results;
};

describe("a batch", () => {
  test("answers in the order of the body, and the first are served where not all can be", async () => {
    const other = await ada.createKey({ environment: "production" });
    const limits = [{ name: "three", max: 3, window: MINUTE }];
    const five = Array.from({ length: 5 }, () => ({ key: created.key, limits }));
    const keys = [{ key: "wrong" }, ...five, { key: other.key, limits }];
    expect((await results(keys)).map(({ code }) => code)).toEqual([
      "API_KEY_INVALID",
      "valid",
      "valid",
      "valid",
      "API_KEY_RATE_LIMITED",
      "API_KEY_RATE_LIMITED",
      "valid",
    ]);
  });

  test("of 100 fits, and of 101 is refused and counts nothing", async () => {
    const keys = Array.from({ length: 101 }, () => ({ key: created.key }));
    expect((await ask({ keys })).status).toBe(400);
    const codes = (await results(keys.slice(1))).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(["valid"]));
    expect(codes).toHaveLength(100);
  });
});

describe("400: the body", () => {
  test.each([["{"], [{ keys: [] }], [{ key: "k", cost: 0 }], [{ key: "k", userId: "u" }]])(
    "%j is a problem that says what is allowed",
    async (body) => {
      const answer = await ask(body);
      expect(answer.status).toBe(400);
      expect((await problem(answer)).detail).toMatch(/^body/);
    },
  );

  test("one bad entry leaves the others uncounted", async () => {
    const bad = { keys: [{ key: created.key }, { key: created.key, cost: 0 }] };
    expect((await ask(bad)).status).toBe(400);
    expect(await verdictOn({})).toMatchObject({ limits: [{ remaining: 99 }] });
  });
});

describe("the service's own key", () => {
  test("none: 401 with the challenge alone", async () => {
    const answer = await ask({ key: created.key }, null);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="api"');
    expect(await problem(answer)).not.toHaveProperty("code");
  });

  test("a wrong one: 401, even where the body is malformed", async () => {
    const answer = await ask("{", "wrong");
    expect(answer.status).toBe(401);
    expect(await problem(answer)).toMatchObject({ code: "API_KEY_INVALID" });
  });

  test("one without the permission, in metadata or not: 403, and nothing is counted", async () => {
    const metadata = { permissions: ["read:reports"] };
    const { key } = await ada.createKey({ environment: "production", metadata });
    const answer = await ask({ key: created.key }, key);
    expect(answer.status).toBe(403);
    expect(await problem(answer)).toMatchObject({ code: "API_KEY_FORBIDDEN" });
    expect(await verdictOn({})).toMatchObject({ limits: [{ remaining: 99 }] });
  });

  test("in Authorization: Bearer will do; two different ones, or one in the URL, 400", async () => {
    const post = (headers: Record<string, string>, query = "") =>
      fetch(`${server.url}/api/keys/verify${query}`, {
        method: "POST",
        headers,
        body: JSON.stringify({ key: created.key }),
      });
    const authorization = `Bearer ${service}`;
    expect((await post({ authorization })).status).toBe(200);
    expect((await post({ authorization, "x-api-key": created.key })).status).toBe(400);
    expect((await post({}, `?api_key=${service}`)).status).toBe(400);
  });

  test("is not limited: a service verifies all its traffic", async () => {
    const keys = Array.from({ length: 100 }, () => ({ key: "wrong" }));
    for (let asked = 0; asked < 150; asked += 1) {
      const answer = await ask(asked === 0 ? { keys } : { key: "wrong" });
      expect(answer.status).toBe(200);
      await answer.text();
    }
  });

  test("429 with Retry-After should it ever be refused for a limit", async () => {
    const { message, status } = OUTCOME_CODES.API_KEY_RATE_LIMITED;
    const handler = verifyKeys({
      verify: async () => ({
        valid: false,
        outcome: "API_KEY_RATE_LIMITED",
        message,
        retryAfter: 7,
      }),
      addressOf: async () => null,
    });
    const answer = await handler(
      new Request(`${server.url}/api/keys/verify`, {
        method: "POST",
        headers: { "x-api-key": service },
        body: JSON.stringify({ key: created.key }),
      }),
    );
    expect({ status: answer.status, after: answer.headers.get("retry-after") }).toEqual({
      status,
      after: "7",
    });
  });

  test("503 with Retry-After where it cannot be checked: never 401", async () => {
    alter("alter table apikey rename to elsewhere");
    const answer = await ask({ key: created.key });
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(await problem(answer)).toMatchObject({ code: "API_KEY_UNAVAILABLE" });
  });
});

test("413 beyond 64 KB, before anything is looked at", async () => {
  const answer = await ask({ key: "x".repeat(64 * 1024) }, null);
  expect(answer.status).toBe(413);
  await problem(answer);
});

test("GET is no way to ask: 404", async () => {
  expect((await fetch(`${server.url}/api/keys/verify`)).status).toBe(404);
});

function alter(sql: string, ...values: string[]): void {
  const database = new DatabaseSync(server.databasePath, { timeout: 5_000 });
  database.prepare(sql).run(...values);
  database.close();
}
