import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { type Caller, type OrganizationCaller, type UserCaller, requireApiKey } from "../guard.ts";
import { getApiKeyEngine } from "../index.ts";
import { fromNode } from "./node-request.ts";
import { FRAMEWORKS, type StartedServer } from "../testing/guarded-servers.ts";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../testing/installation.ts";

const by = (key: string) => ({ "x-api-key": key });
const PROBLEM = { "content-type": "application/problem+json", "cache-control": "no-store" };

describe.each(Object.entries(FRAMEWORKS))("%s", (_, start) => {
  let app: Installation;
  let ann: Member;
  let server: StartedServer;

  beforeAll(async () => {
    app = await installation({ permissions: { grantable: { files: ["read"] } } });
    ann = await app.signUp("Ann");
    server = await start(app.auth);
  });

  afterAll(async () => {
    await server.close();
    app.database.close();
  });

  async function get(path: string, headers: [string, string][] | Record<string, string> = {}) {
    const response = await fetch(`${server.url}${path}`, { headers });
    const text = await response.text();
    const answer = { status: response.status, headers: Object.fromEntries(response.headers), text };
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return { ...answer, body: isJson ? (JSON.parse(text) as unknown) : null };
  }

  const anns = (wish: Parameters<typeof createdKey>[1] = {}) =>
    createdKey(ann, { name: "K", ...wish });
  it("200: the handler knows who calls, and the answer says what is left", async () => {
    const { key } = await anns();
    for (const headers of [by(key), { authorization: `Bearer ${key}` }]) {
      const answer = await get("/any", headers);
      expect(answer).toMatchObject({ status: 200, body: { user: "Ann", key: "K" } });
      expect(answer.headers["ratelimit-policy"]).toBe('"default";q=100;w=60');
      expect(answer.headers["ratelimit"]).toMatch(/^"default";r=9[89];t=64$/);
    }
  });

  it("200: a request is counted once, however many layers ask", async () => {
    const { key, id } = await anns();
    expect((await get("/twice", by(key))).headers["ratelimit"]).toContain("r=99");
    expect((await get("/twice", by(key))).headers["ratelimit"]).toContain("r=98");
    await (await getApiKeyEngine(app.auth)).close();
    const rows = app.database.prepare("select * from apikeyUsage where keyId = ?").all(id);
    expect(rows).toMatchObject([{ valid: 2 }]);
  });

  it("200: what a route costs is taken", async () => {
    const { key } = await anns();
    expect((await get("/dear", by(key))).headers["ratelimit"]).toContain("r=60");
  });

  it("401: nothing was sent", async () => {
    const answer = await get("/any");
    expect(answer).toMatchObject({
      status: 401,
      headers: { ...PROBLEM, "www-authenticate": 'Bearer realm="api"' },
      body: { status: 401, title: "Unauthorized", detail: "API key required" },
    });
    expect(answer.body).not.toHaveProperty("code");
  });

  it("400: two different keys, however they were sent", async () => {
    const [one, other] = [await anns(), await anns()];
    const pairs: [string, string][][] = [
      [
        ["x-api-key", one.key],
        ["authorization", `Bearer ${other.key}`],
      ],
      [
        ["x-api-key", one.key],
        ["x-api-key", other.key],
      ],
    ];
    for (const headers of pairs) {
      const answer = await get("/any", headers);
      expect(answer).toMatchObject({ status: 400, headers: PROBLEM, body: { status: 400 } });
      expect(answer.text).not.toContain(one.key);
    }
  });

  it("400: a key in the URL, even a right one", async () => {
    const { key } = await anns();
    for (const name of ["api_key", "x-api-key", "access_token"]) {
      const answer = await get(`/any?${name}=${key}`, by(key));
      expect(answer.status).toBe(400);
      expect(answer.text).toContain("x-api-key header");
      expect(answer.text).not.toContain(key);
    }
  });

  const INVALID: Record<string, (key: string, id: string) => Promise<string>> = {
    API_KEY_INVALID: async (key) => `${key.slice(0, -1)}!`,
    API_KEY_REVOKED: async (key, keyId) => {
      await app.auth.api.revokeApiKey({ body: { userId: ann.id, keyId } });
      return key;
    },
    API_KEY_DISABLED: async (key, keyId) => {
      await app.auth.api.updateApiKey({ body: { userId: ann.id, keyId, enabled: false } });
      return key;
    },
    API_KEY_EXPIRED: async (key, keyId) => {
      await app.auth.api.updateApiKey({ body: { userId: ann.id, keyId, expiresIn: 60 } });
      app.clock.advance(60_000);
      return key;
    },
  };
  for (const [code, prepare] of Object.entries(INVALID)) {
    it(`401: ${code}`, async () => {
      const { key, id } = await anns();
      expect((await get("/any", by(key))).status).toBe(200);
      const answer = await get("/any", by(await prepare(key, id)));
      expect(answer).toMatchObject({ status: 401, headers: PROBLEM, body: { status: 401, code } });
      expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
    });
  }

  it("403: with what the key lacks, and nothing is taken for it", async () => {
    const { key } = await anns();
    const answer = await get("/files", by(key));
    expect(answer).toMatchObject({
      status: 403,
      headers: PROBLEM,
      body: { status: 403, code: "API_KEY_FORBIDDEN", missing: { files: ["read"] } },
    });
    expect(answer.headers["www-authenticate"]).toContain('error="insufficient_scope"');
    const reader = await anns({ permissions: { files: ["read"] } });
    expect((await get("/files", by(reader.key))).status).toBe(200);
    expect((await get("/any", by(key))).headers["ratelimit"]).toContain("r=99");
  });

  it("429: a limit of the route, told by name, with when to come back", async () => {
    const { key } = await anns();
    const statuses = [];
    for (let request = 0; request < 3; request += 1) {
      statuses.push((await get("/exports", by(key))).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    const answer = await get("/exports", by(key));
    const body = { code: "API_KEY_RATE_LIMITED", limit: { name: "exports", max: 2 } };
    expect(answer).toMatchObject({ status: 429, headers: PROBLEM, body });
    const { "retry-after": retryAfter, ratelimit } = answer.headers;
    expect(ratelimit).toContain(`"exports";r=0;t=${retryAfter}`);
    expect((await get("/any", by(key))).headers["ratelimit"]).toContain("r=97");
  });

  it("429: a quota that is used up", async () => {
    const { key, id } = await anns();
    const body = { userId: ann.id, keyId: id, remaining: 1 };
    await app.auth.api.updateApiKey({ body });
    expect((await get("/any", by(key))).status).toBe(200);
    const answer = await get("/any", by(key));
    expect(answer).toMatchObject({ status: 429, body: { code: "API_KEY_QUOTA_EXCEEDED" } });
  });

  it("503: the store is away and the key not known: no answer about the key", async () => {
    const { key } = await anns();
    const { adapter } = await app.auth.$context;
    const { findMany } = adapter;
    adapter.findMany = () => Promise.reject(new Error("away"));
    try {
      expect(await get("/any", by(key))).toMatchObject({
        status: 503,
        headers: { ...PROBLEM, "retry-after": "1" },
        body: { status: 503, code: "API_KEY_UNAVAILABLE" },
      });
    } finally {
      adapter.findMany = findMany;
    }
    expect((await get("/any", by(key))).status).toBe(200);
  });
});

describe("a guard", () => {
  it("is refused where it is made, if what it asks cannot be", async () => {
    const { auth, database } = await installation();
    expect(() => requireApiKey(auth, { permissions: ["files"] })).toThrow();
    for (const wrong of [
      { limit: { name: "a b", max: 1, window: 1 } },
      { cost: -1 },
      { permissions: { files: [] } },
    ]) {
      expect(() => requireApiKey(auth, wrong)).toThrow(RangeError);
    }
    const guard = requireApiKey(auth, { configId: "typo" });
    const sent = new Request("http://localhost/", { headers: by("any") });
    await expect(guard(sent)).rejects.toThrow("typo");
    database.close();
  });

  it("of an address list judges by the client's address", async () => {
    const app = await installation(
      {},
      { advanced: { ipAddress: { ipAddressHeaders: ["x-forwarded-for"] } } },
    );
    const { key } = await createdKey(await app.signUp("Ann"), {
      allowedAddresses: ["192.0.2.0/24"],
    });
    const guard = requireApiKey(app.auth);
    const from = async (address: string) => {
      const headers = { "x-api-key": key, "x-forwarded-for": address };
      return (await guard(new Request("http://localhost/", { headers }))).ok;
    };
    expect([await from("192.0.2.7"), await from("198.51.100.1")]).toEqual([true, false]);
    app.database.close();
  });

  it("asks the application's validator, where it has one", async () => {
    const app = await installation({ customAPIKeyValidator: ({ key }) => key.startsWith("good_") });
    const ann = await app.signUp("Ann");
    const guard = requireApiKey(app.auth);
    const passes = async (prefix: string) => {
      const { key } = await createdKey(ann, { prefix });
      return (await guard(new Request("http://localhost/", { headers: { "x-api-key": key } }))).ok;
    };
    expect([await passes("good_"), await passes("bad_")]).toEqual([true, false]);
    app.database.close();
  });

  it("knows by its options who can call", async () => {
    const { auth, database } = await installation();
    const guards = {
      user: requireApiKey(auth),
      organization: requireApiKey(auth, { references: "organization" }),
      any: requireApiKey(auth, { references: "any" }),
    };
    type CallerIn<Guard extends (request: Request) => Promise<unknown>> =
      Extract<Awaited<ReturnType<Guard>>, { ok: true }> extends { caller: infer Who } ? Who : never;
    expectTypeOf<CallerIn<typeof guards.user>>().toEqualTypeOf<UserCaller>();
    expectTypeOf<CallerIn<typeof guards.organization>>().toEqualTypeOf<OrganizationCaller>();
    expectTypeOf<CallerIn<typeof guards.any>>().toEqualTypeOf<Caller>();
    expectTypeOf<UserCaller["user"]["email"]>().toBeString();
    database.close();
  });
});

describe("where keys are looked for", () => {
  it("is where a getter says, instead of the headers; one that fails has found none", async () => {
    let fails = false;
    const app = await installation({
      customAPIKeyGetter: (ctx) => {
        if (fails) throw new Error("broken");
        return ctx.headers?.get("x-other") ?? null;
      },
    });
    const { key } = await createdKey(await app.signUp("Ann"));
    const guard = requireApiKey(app.auth);
    const status = async (headers: Record<string, string>, query = "") => {
      const decision = await guard(new Request(`http://localhost/${query}`, { headers }));
      return decision.ok ? 200 : decision.status;
    };
    expect(await status({ "x-other": key })).toBe(200);
    expect(await status(by(key))).toBe(401);
    expect(await status({ "x-other": key }, `?api_key=${key}`)).toBe(400);
    fails = true;
    expect(await status({ "x-other": key })).toBe(401);
    app.database.close();
  });

  it("in HTTP/2, what is no header is passed over", () => {
    const rawHeaders = [":method", "GET", ":path", "/", "x-api-key", "k1", "X-Api-Key", "k2"];
    const request = fromNode({ rawHeaders, url: "/" });
    expect(request.headers.get("x-api-key")).toBe("k1, k2");
    expect(request.allHeaders().get("x-api-key")).toBe("k1, k2");
  });
});
