import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { getApiKeyEngine } from "../engine-access.ts";
import { type Installation, createdKey, installation } from "../testing/installation.ts";

const TRACKED = { advanced: { ipAddress: { ipAddressHeaders: ["x-client-address"] } } };

/** A day with Ada: a key made, renamed and revoked, from an address and a browser. */
async function aDay(options: Parameters<typeof installation>[0] = {}) {
  const home = await installation(options, TRACKED);
  const ada = await home.signUp("Ada");
  const key = await createdKey(ada, { name: "First" });
  const from = { "x-client-address": "192.0.2.7", "user-agent": "a browser/1.0" };
  const post = (path: string, body: object) =>
    home.call("POST", path, { body, headers: { ...ada.headers, ...from } });
  await post("/api-key/update", { keyId: key.id, name: "Second" });
  await post("/api-key/revoke", { keyId: key.id });
  const audit = (query = "", headers: Record<string, string> = ada.headers) =>
    home.call("GET", `/api-key/audit${query}`, { headers });
  return { ...home, ada, key, post, audit };
}

const page = z.object({
  entries: z.array(z.record(z.string(), z.unknown())),
  nextCursor: z.number().nullable(),
});
const actions = (body: unknown) => page.parse(body).entries.map(({ action }) => action);

describe("GET /api-key/audit", () => {
  it("tells the owner, newest first, who did what from where and what changed", async () => {
    const { ada, key, audit } = await aDay();
    const { status, body } = await audit();
    expect(status).toBe(200);
    expect(actions(body)).toEqual(["revoked", "updated", "created"]);
    expect(page.parse(body).entries[1]).toMatchObject({
      seq: 2,
      action: "updated",
      actor: { kind: "user", id: ada.id },
      address: "192.0.2.7",
      client: "a browser/1.0",
      keyId: key.id,
      start: key.start,
      referenceId: ada.id,
      configId: "default",
      changes: { name: { before: "First", after: "Second" } },
    });
  });

  it("never holds a key or the hash of one, and neither does a row", async () => {
    const { audit, key, database } = await aDay();
    const hashes = database
      .prepare("select key from apikey")
      .all()
      .map((row) => String(row["key"]));
    const rows = JSON.stringify(database.prepare("select * from apikeyAudit").all());
    for (const text of [(await audit()).text, rows]) {
      expect(text).toContain(key.start);
      expect(text).not.toContain(key.key);
      expect(text).not.toContain(key.key.slice(key.start.length));
      for (const hash of hashes) expect(text).not.toContain(hash);
    }
  });

  it("tells nobody of another's keys: not by the key's id, nor by any parameter", async () => {
    const { signUp, key, audit, ada } = await aDay();
    const eve = await signUp("Eve");
    for (const query of ["", `?keyId=${key.id}`, "?action=created"]) {
      expect(await audit(query, eve.headers)).toMatchObject({ status: 200, body: { entries: [] } });
    }
    for (const query of [`?userId=${ada.id}`, `?referenceId=${ada.id}`, "?actorId=x"]) {
      expect((await audit(query, eve.headers)).status).toBe(400);
    }
    expect((await audit("", {})).status).toBe(401);
  });

  it("is filtered by key, action and time, and paged by a cursor", async () => {
    const { ada, key, audit, clock } = await aDay();
    clock.advance(60_000);
    const later = await createdKey(ada, { name: "Later" });
    const since = new Date(clock.now()).toISOString();
    expect(actions((await audit(`?keyId=${key.id}&action=created`)).body)).toEqual(["created"]);
    expect(page.parse((await audit(`?from=${since}`)).body).entries).toMatchObject([
      { keyId: later.id },
    ]);
    expect(actions((await audit(`?to=${since}`)).body)).toHaveLength(3);
    const first = page.parse((await audit("?limit=3")).body);
    expect(first.entries).toHaveLength(3);
    const rest = await audit(`?limit=3&cursor=${String(first.nextCursor)}`);
    expect(rest.body).toMatchObject({ entries: [{ action: "created" }], nextCursor: null });
  });

  it.each([
    "limit=0",
    "limit=101",
    "limit=ten",
    "limit=-1",
    "cursor=0",
    "cursor=1e400",
    "cursor=",
    "action=exploded",
    "from=yesterday",
    "keyId=",
    "__proto__=x",
    "configId=none",
  ])("says what is wrong with %s", async (query) => {
    const { audit } = await aDay();
    const { status, body } = await audit(`?${query}`);
    expect(status).toBe(400);
    expect(body["message"]).toEqual(expect.any(String));
  });

  it("is typed in the client, with dates as dates and changes as they are stored", async () => {
    const { ada, key, clock } = await aDay();
    const expiresAt = new Date(clock.now() + 60_000).toISOString();
    await ada.client.apiKey.update({ keyId: key.id, name: "x" });
    await createdKey(ada, { metadata: { until: expiresAt }, expiresIn: 60 });
    const { data, error } = await ada.client.apiKey.audit({ query: { limit: 1 } });
    expect(error).toBeNull();
    const [entry] = data?.entries ?? [];
    expect(entry?.at).toEqual(new Date(clock.now()));
    expect(entry?.changes["metadata"]?.after).toEqual({ until: expiresAt });
    expect(entry?.changes["expiresAt"]?.after).toBe(expiresAt);
  });
});

describe("GET /api-key/audit/export", () => {
  it("is JSON Lines, oldest first, each with a hash that anybody can compute", async () => {
    const { ada, auth } = await aDay();
    const response = await auth.handler(
      new Request("http://localhost:3000/api/auth/api-key/audit/export", { headers: ada.headers }),
    );
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/jsonl");
    const lines = (await response.text()).trimEnd().split("\n");
    const entries = lines.map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
    expect(entries.map(({ action }) => action)).toEqual(["created", "updated", "revoked"]);
    let previous: unknown = "0".repeat(64);
    for (const { hash, ...entry } of entries) {
      expect(entry["previousHash"]).toBe(previous);
      expect(createHash("sha256").update(sorted(entry)).digest("hex")).toBe(hash);
      previous = hash;
    }
  });

  it("is streamed: an answer that is left early reads no further", async () => {
    const { ada, auth } = await aDay();
    const engine = await getApiKeyEngine(auth);
    for (let count = 0; count < 1_200; count += 1) {
      await engine.audit.note({ action: "listed", referenceId: ada.id, configId: "default" });
    }
    const response = await auth.handler(
      new Request("http://localhost:3000/api/auth/api-key/audit/export", { headers: ada.headers }),
    );
    const reader = response.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toMatch(/^\{.*"seq":1,.*\}\n$/);
    await reader?.cancel();
  });

  it("is for its owner, filtered as the page is", async () => {
    const { call, ada, signUp } = await aDay();
    const eve = await signUp("Eve");
    const text = async (query: string, headers: Record<string, string>) => {
      const response = await call("GET", `/api-key/audit/export${query}`, { headers });
      return { status: response.status, lines: response.text.split("\n").length - 1 };
    };
    expect(await text("?action=revoked", ada.headers)).toEqual({ status: 200, lines: 1 });
    expect(await text("", eve.headers)).toEqual({ status: 200, lines: 0 });
    expect((await text("?limit=5", ada.headers)).status).toBe(400);
    expect((await text("", {})).status).toBe(401);
  });
});

describe("who it was", () => {
  it("is the server where its own code acts for a user", async () => {
    const { auth, ada, audit } = await aDay();
    await auth.api.createApiKey({ body: { userId: ada.id, name: "By the server" } });
    expect(page.parse((await audit()).body).entries[0]).toMatchObject({
      actor: { kind: "server", id: null },
      address: null,
      client: null,
      referenceId: ada.id,
    });
  });

  it("has no address where the application does not track them", async () => {
    const home = await installation({}, { advanced: { ipAddress: { disableIpTracking: true } } });
    const ada = await home.signUp("Ada");
    const from = { ...ada.headers, "x-forwarded-for": "192.0.2.7" };
    await home.call("POST", "/api-key/create", { body: {}, headers: from });
    const { body } = await home.call("GET", "/api-key/audit", { headers: ada.headers });
    expect(page.parse(body).entries).toMatchObject([{ address: null }]);
  });
});

describe("what is denied", () => {
  it("by the policy is written down once a minute, with the code", async () => {
    const { post, audit, clock } = await aDay({ keyExpiration: { maxExpiresIn: 1 } });
    const tooLong = () => post("/api-key/create", { expiresIn: 10 * 24 * 60 * 60 });
    for (let time = 0; time < 5; time += 1) expect((await tooLong()).status).toBe(400);
    expect((await audit("?action=denied")).body).toMatchObject({
      entries: [
        { action: "denied", reason: "EXPIRES_IN_IS_TOO_LARGE", address: "192.0.2.7", keyId: null },
      ],
    });
    clock.advance(60_000);
    await tooLong();
    expect(actions((await audit("?action=denied")).body)).toHaveLength(2);
  });

  it("by the application is too", async () => {
    const { post, audit } = await aDay({ canManage: ({ session }) => session["never"] === true });
    expect((await post("/api-key/create", {})).status).toBe(200);
    expect((await audit("?action=denied")).body).toMatchObject({
      entries: [{ reason: "MANAGE_NOT_ALLOWED" }],
    });
  });

  it("by mistake, or for a key that is not there, is not", async () => {
    const { post, audit } = await aDay();
    expect((await post("/api-key/create", { name: "" })).status).toBe(400);
    expect((await post("/api-key/update", { keyId: "none", name: "x" })).status).toBe(404);
    expect(actions((await audit("?action=denied")).body)).toEqual([]);
  });
});

it("the tables hold one whole chain, and nothing waits to be told", async () => {
  const home: Installation = await aDay();
  const engine = await getApiKeyEngine(home.auth);
  expect(await engine.audit.verify()).toMatchObject({ intact: true, head: { seq: 3 } });
  expect(home.rows()).toMatchObject([{ auditPending: null, auditIsPending: 0 }]);
});

/** JSON with members sorted, as docs/audit.md describes it. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
