import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../testing/installation.ts";

const GRANTABLE = { files: ["read", "write"], apiKey: ["*"] };

let app: Installation;
let ann: Member;

beforeEach(async () => {
  app = await installation({
    enableSessionForAPIKeys: true,
    maxMetadataRateLimit: 1_000,
    permissions: { grantable: GRANTABLE, defaultPermissions: { files: ["read", "write"] } },
  });
  ann = await app.signUp("Ann");
});

afterEach(() => {
  app.database.close();
});

type Wish = Parameters<typeof createdKey>[1];

const parentKey = (wish: Wish = {}) =>
  createdKey(ann, { permissions: { files: ["read"], apiKey: ["create"] }, ...wish });

const create = (key: string, body: object, more: Record<string, string> = {}) =>
  app.call("POST", "/api-key/create", { headers: { "x-api-key": key, ...more }, body });

/** So many seconds from now. */
const expiry = (seconds: number) => new Date(app.clock.now() + seconds * 1_000).toISOString();

const held = () => app.rows().length;

/** A key that was made by the session of another. */
async function child(key: string, body: object = {}, more: Record<string, string> = {}) {
  const answer = await create(key, body, more);
  expect(answer.status).toBe(200);
  return answer.body;
}

describe("a key made by the session of a key", () => {
  it("is its owner's, and may do what was asked of what its maker may", async () => {
    const { key } = await parentKey();
    const made = await child(key, { name: "Child", permissions: { files: ["read"] } });
    expect(made).toMatchObject({
      name: "Child",
      referenceId: ann.id,
      createdById: ann.id,
      permissions: { files: ["read"] },
    });
    expect(await app.outcome(String(made["key"]))).toBe("valid");
  });

  it("gets of the default permissions those that its maker has", async () => {
    const { key } = await parentKey();
    expect((await child(key))["permissions"]).toEqual({ files: ["read"] });
    const other = await parentKey({ permissions: { apiKey: ["create"] } });
    expect((await child(other.key))["permissions"]).toEqual({});
  });

  for (const [what, permissions] of [
    ["another action", { files: ["write"] }],
    ["every action", { files: ["*"] }],
    ["another resource", { reports: ["read"] }],
    ["more of managing keys", { apiKey: ["delete"] }],
  ] as const) {
    it(`is refused with ${what}, and no row is added`, async () => {
      const { key } = await parentKey();
      const answer = await create(key, { permissions });
      expect(answer).toMatchObject({ status: 403, body: { code: "PERMISSIONS_NOT_GRANTABLE" } });
      expect(held()).toBe(1);
    });
  }

  it("is refused with permissions in its metadata that its maker has not", async () => {
    const { key } = await parentKey();
    const answer = await create(key, { metadata: { permissions: ["write:files"] } });
    expect(answer).toMatchObject({ status: 403, body: { code: "PERMISSIONS_NOT_GRANTABLE" } });
    expect((await create(key, { metadata: { permissions: ["read:files"] } })).status).toBe(200);
  });

  it("is bound to the addresses of its maker", async () => {
    const { key } = await parentKey({ allowedAddresses: ["192.0.2.0/24", "2001:db8::7"] });
    const from = { "x-forwarded-for": "192.0.2.7" };
    const allowed = ["192.0.2.0/24", "2001:db8::7"];
    expect((await child(key, {}, from))["allowedAddresses"]).toEqual(allowed);
    expect((await child(key, { allowedAddresses: null }, from))["allowedAddresses"]).toEqual(
      allowed,
    );
    const narrower = { allowedAddresses: ["192.0.2.9"] };
    expect((await child(key, narrower, from))["allowedAddresses"]).toEqual(["192.0.2.9"]);
    for (const wider of ["0.0.0.0/0", "192.0.2.0/23", "2001:db8::/64", "198.51.100.1"]) {
      const answer = await create(key, { allowedAddresses: [wider] }, from);
      expect(answer).toMatchObject({ status: 400, body: { code: "INVALID_ADDRESSES" } });
    }
    expect((await create(key, {})).status).toBe(403);
  });

  it("does not outlive its maker", async () => {
    const { key } = await parentKey({ expiresIn: 3_600 });
    expect((await child(key))["expiresAt"]).toBe(expiry(3_600));
    expect((await child(key, { expiresIn: 60 }))["expiresAt"]).toBe(expiry(60));
    for (const expiresIn of [3_601, null]) {
      const answer = await create(key, { expiresIn });
      expect(answer).toMatchObject({ status: 400, body: { code: "EXPIRES_IN_IS_TOO_LARGE" } });
    }
  });

  it("has no higher limit in its metadata, and the same if it says none", async () => {
    const { key } = await parentKey({ metadata: { rateLimit: 100 } });
    expect((await child(key))["metadata"]).toEqual({ rateLimit: 100 });
    expect((await child(key, { metadata: { team: "a" } }))["metadata"]).toEqual({
      team: "a",
      rateLimit: 100,
    });
    expect((await child(key, { metadata: { rateLimit: 5 } }))["metadata"]).toEqual({
      rateLimit: 5,
    });
    for (const rateLimit of [101, "100", null]) {
      const answer = await create(key, { metadata: { rateLimit } });
      expect(answer).toMatchObject({ status: 400, body: { code: "INVALID_RATE_LIMIT" } });
    }
  });

  it("has the prefix of its maker, and no other", async () => {
    const { key } = await parentKey({ prefix: "bot_" });
    expect((await child(key))["prefix"]).toBe("bot_");
    expect((await child(key, { prefix: "bot_" }))["prefix"]).toBe("bot_");
    for (const prefix of ["", "sk_live_"]) {
      const answer = await create(key, { prefix });
      expect(answer).toMatchObject({ status: 400, body: { code: "PREFIX_NOT_ALLOWED" } });
    }
  });

  it("is refused to a key with a quota, which it would double", async () => {
    const { key, id } = await parentKey();
    app.database.prepare("update apikey set remaining = 10 where id = ?").run(id);
    app.clock.advance(1_000);
    const answer = await create(key, {});
    expect(answer).toMatchObject({ status: 403, body: { code: "API_KEY_SESSION_FORBIDDEN" } });
    expect(held()).toBe(1);
  });

  it("cannot be another user's", async () => {
    const bob = await app.signUp("Bob");
    const { key } = await parentKey();
    expect((await create(key, { userId: bob.id })).status).toBe(400);
    expect(held()).toBe(1);
  });
});

describe("a key that may change keys", () => {
  it("renames and switches off, and nothing else", async () => {
    const { key, id } = await parentKey({ permissions: { apiKey: ["update"] } });
    const other = await createdKey(ann, { name: "Other", permissions: {} });
    const update = (body: object) =>
      app.call("POST", "/api-key/update", {
        headers: { "x-api-key": key },
        body: { keyId: other.id, ...body },
      });
    expect((await update({ name: "Renamed", enabled: false })).status).toBe(200);
    expect(await app.outcome(other.key)).toBe("API_KEY_DISABLED");
    for (const body of [
      { enabled: true },
      { permissions: { apiKey: ["*"] } },
      { permissions: null },
      { allowedAddresses: null },
      { expiresIn: null },
      { metadata: { permissions: ["*:files"] } },
      { keyId: id, permissions: { files: ["read"] } },
    ]) {
      expect(await update(body)).toMatchObject({
        status: 403,
        body: { code: "API_KEY_SESSION_FORBIDDEN" },
      });
    }
    expect(await app.outcome(other.key)).toBe("API_KEY_DISABLED");
  });

  it("does not rotate: a successor of a wider key would be shown to it", async () => {
    const { key } = await parentKey({ permissions: { apiKey: ["*"] } });
    const wider = await createdKey(ann, {
      permissions: { files: ["read", "write"], apiKey: ["*"] },
    });
    const answer = await app.call("POST", "/api-key/rotate", {
      headers: { "x-api-key": key },
      body: { keyId: wider.id },
    });
    expect(answer).toMatchObject({ status: 403, body: { code: "API_KEY_SESSION_FORBIDDEN" } });
    expect(held()).toBe(2);
  });
});

describe("a key that may read or remove keys", () => {
  it("does just that, for its owner's keys alone, and is told what it may pass on", async () => {
    const bob = await app.signUp("Bob");
    const foreign = await createdKey(bob);
    const { key } = await parentKey({ permissions: { apiKey: ["read", "delete"] } });
    const headers = { "x-api-key": key };
    const other = await createdKey(ann);
    const listed = await app.call("GET", "/api-key/list", { headers });
    const policy = await app.call("GET", "/api-key/policy", { headers });
    expect(policy.body["permissions"]).toMatchObject({
      grantable: { apiKey: ["read", "delete"] },
    });
    expect(listed.body["total"]).toBe(2);
    expect(listed.text).not.toContain(foreign.id);
    const remove = async (keyId: string) =>
      (await app.call("POST", "/api-key/delete", { headers, body: { keyId } })).status;
    expect([await remove(foreign.id), await remove(other.id)]).toEqual([404, 200]);
    expect((await create(key, {})).status).toBe(403);
  });
});

it("a key makes others in its own environment alone", async () => {
  const staged = await installation({
    enableSessionForAPIKeys: true,
    permissions: { grantable: GRANTABLE },
    environments: {
      live: { prefix: "sk_live_", expiresIn: null },
      test: { prefix: "sk_test_", expiresIn: null },
    },
  });
  const bob = await staged.signUp("Bob");
  const { key } = await createdKey(bob, {
    environment: "test",
    permissions: { apiKey: ["create"] },
  });
  const make = (body: object) =>
    staged.call("POST", "/api-key/create", { headers: { "x-api-key": key }, body });
  expect((await make({})).body).toMatchObject({ environment: "test", prefix: "sk_test_" });
  expect((await make({ environment: "live" })).body["code"]).toBe("INVALID_ENVIRONMENT");
  expect((await make({ prefix: "sk_live_" })).body["code"]).toBe("PREFIX_NOT_ALLOWED");
  expect(staged.rows()).toHaveLength(2);
  staged.database.close();
});

it("where somebody must have signed in lately, no key makes another", async () => {
  const strict = await installation({
    enableSessionForAPIKeys: true,
    freshAge: 600,
    permissions: { grantable: GRANTABLE },
  });
  const bob = await strict.signUp("Bob");
  const { key } = await createdKey(bob, { permissions: { apiKey: ["create"] } });
  const answer = await strict.call("POST", "/api-key/create", {
    headers: { "x-api-key": key },
    body: {},
  });
  expect(answer).toMatchObject({ status: 403, body: { code: "SESSION_NOT_FRESH" } });
  expect(strict.rows()).toHaveLength(1);
  strict.database.close();
});

it("the application's own rule sees that it is a key that asks", async () => {
  const seen: unknown[] = [];
  const careful = await installation({
    enableSessionForAPIKeys: true,
    permissions: { grantable: GRANTABLE },
    canCreate: ({ session }) => {
      seen.push(session["apiKey"]);
      return session["apiKey"] === undefined;
    },
  });
  const bob = await careful.signUp("Bob");
  const { key, id } = await createdKey(bob, { permissions: { apiKey: ["create"] } });
  const answer = await careful.call("POST", "/api-key/create", {
    headers: { "x-api-key": key },
    body: {},
  });
  expect(answer).toMatchObject({ status: 403, body: { code: "CREATE_NOT_ALLOWED" } });
  expect(seen).toEqual([
    undefined,
    { id, configId: "default", permissions: { apiKey: ["create"] } },
  ]);
  careful.database.close();
});
