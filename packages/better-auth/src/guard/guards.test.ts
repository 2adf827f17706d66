import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request as requestTo } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspect } from "node:util";
import { Hono } from "hono";
import { requireApiKey as expressGuard } from "../express.ts";
import { requireApiKey as honoGuard } from "../hono.ts";
import { requireApiKey } from "../guard.ts";
import { getApiKeyEngine } from "../index.ts";
import { type NodeRequest, fromNode } from "./node-request.ts";
import { FRAMEWORKS, PAGE, type StartedServer } from "../testing/guarded-servers.ts";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../testing/installation.ts";

const by = (key: string) => ({ "x-api-key": key });
const octets = (headers: Record<string, string>) => ({
  ...headers,
  "content-type": "application/octet-stream",
});

/** The answer, as soon as its head is there. */
function answered(sending: ClientRequest): Promise<[IncomingMessage]> {
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- what this event has
  return once(sending, "response") as Promise<[IncomingMessage]>;
}

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

  const head = (headers: Record<string, string>) =>
    fetch(`${server.url}/any`, { method: "HEAD", headers });

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
    const rows = app.database
      .prepare("select * from apikeyUsage where keyId = ? and granularity = 'minute'")
      .all(id);
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
    expect(answer.headers["www-authenticate"]).toContain('scope="read:files"');
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

  it("HEAD: as GET, without a body", async () => {
    const { key } = await anns();
    const answer = await head(by(key));
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
    expect(answer.headers.get("ratelimit")).toContain("r=99");
    const refused = await head({});
    expect([refused.status, await refused.text()]).toEqual([401, ""]);
    expect(refused.headers.get("www-authenticate")).toBe('Bearer realm="api"');
  });

  it("OPTIONS: a preflight, which carries no key, is answered by CORS in front of the guard", async () => {
    const preflight = await fetch(`${server.url}/any`, {
      method: "OPTIONS",
      headers: {
        origin: PAGE,
        "access-control-request-method": "GET",
        "access-control-request-headers": "x-api-key",
      },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-origin": PAGE,
      "access-control-allow-headers": "x-api-key",
    });
  });

  it("lets a page of another origin read what is answered, refusals too", async () => {
    const { key } = await anns();
    for (const [headers, status] of [
      [by(key), 200],
      [{}, 401],
    ] as const) {
      const answer = await get("/any", { origin: PAGE, ...headers });
      expect(answer.status).toBe(status);
      expect(answer.headers["access-control-allow-origin"]).toBe(PAGE);
    }
  });

  it("leaves bodies alone: each piece goes in and comes out as it is sent", async () => {
    const { key } = await anns();
    const sending = requestTo(`${server.url}/echo`, { method: "POST", headers: octets(by(key)) });
    sending.write("one");
    const [answer] = await answered(sending);
    expect(answer.headers["ratelimit"]).toContain("r=99");
    const pieces = answer.setEncoding("utf8").iterator();
    expect((await pieces.next()).value).toBe("one");
    sending.end("two");
    expect((await pieces.next()).value).toBe("two");
    expect((await pieces.next()).done).toBe(true);
  });

  it("refuses before it has read the body", async () => {
    const sending = requestTo(`${server.url}/echo`, { method: "POST", headers: octets({}) });
    sending.on("error", () => undefined);
    sending.write("the first piece, and none after it");
    const [answer] = await answered(sending);
    expect(answer.statusCode).toBe(401);
    sending.destroy();
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
  it("asks every request for a key, whatever its method: a preflight is no way around it", async () => {
    const { auth, database } = await installation();
    const app = new Hono();
    app.all("/any", honoGuard(auth), () => new Response("what only keys open"));
    const preflight = { origin: PAGE, "access-control-request-method": "GET" };
    for (const method of ["OPTIONS", "HEAD", "DELETE"]) {
      const answer = await app.request("/any", { method, headers: preflight });
      expect(answer.status).toBe(401);
    }
    database.close();
  });

  it("makes `apiKey` when it is read, and says it in JSON", async () => {
    const app = await installation();
    const { key, id } = await createdKey(await app.signUp("Ann"));
    const decision = await requireApiKey(app.auth)(
      new Request("http://localhost/", { headers: by(key) }),
    );
    if (!decision.ok) throw new Error("The key was refused.");
    const { caller } = decision;
    expect(caller.apiKey).toMatchObject({ id, status: "active" });
    expect(caller.apiKey).toBe(caller.apiKey);
    expect(JSON.parse(JSON.stringify(caller))).toMatchObject({
      user: { name: "Ann" },
      apiKey: { id },
    });
    app.database.close();
  });

  it("prints nothing of keys and owners where a request is printed", async () => {
    const app = await installation();
    const { key } = await createdKey(await app.signUp("Ann"));
    const sent: NodeRequest & { url: string } = { rawHeaders: ["x-api-key", key], url: "/" };
    const guard = expressGuard(app.auth);
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- what a guard uses of them
    await guard(sent as IncomingMessage, { setHeader: () => undefined } as never, () => undefined);
    expect(guard.callerOf(sent).user.name).toBe("Ann");
    const printed = inspect({ ...sent, rawHeaders: [] }, { depth: null, showHidden: true });
    expect(printed).not.toContain(key);
    expect(printed).not.toContain("ann@example.com");
    app.database.close();
  });

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
    const sent = fromNode({ rawHeaders, url: "/" });
    expect(sent.headers.get("x-api-key")).toBe("k1, k2");
    expect(sent.allHeaders().get("x-api-key")).toBe("k1, k2");
  });
});
