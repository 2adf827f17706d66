import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../testing/installation.ts";

/** Fields that name an owner, that only the server may set, or that nobody may. */
const FOREIGN_FIELDS = {
  userId: "someone-else",
  referenceId: "someone-else",
  organizationId: "an-organization",
  configId: "another",
  id: "chosen-by-the-caller",
  key: "chosen-by-the-caller",
  hash: "$2b$10$",
  start: "chosen",
  revokedAt: null,
  remaining: 1_000_000,
  refillAmount: 1_000_000,
  refillInterval: 1,
  rateLimitEnabled: false,
  rateLimitMax: 1_000_000,
  rateLimitTimeWindow: 1,
  status: "active",
  createdAt: "2000-01-01T00:00:00.000Z",
};

let app: Installation;
let ann: Member;
let keyId: string;

beforeAll(async () => {
  app = await installation();
  ann = await app.signUp("Ann");
  keyId = (await createdKey(ann, { name: "Ann's" })).id;
});

afterAll(() => {
  app.database.close();
});

const MUTATIONS = ["create", "update", "rotate", "revoke", "delete"] as const;
const bodyFor = (operation: (typeof MUTATIONS)[number]) =>
  operation === "create" ? {} : { keyId };

describe("without a session", () => {
  for (const operation of MUTATIONS) {
    for (const [field, value] of Object.entries({ ...FOREIGN_FIELDS, name: "Mine" })) {
      it(`${operation} with ${field} answers 401 and changes no row`, async () => {
        const before = app.rows();
        const body = { ...bodyFor(operation), [field]: field === "userId" ? ann.id : value };
        const answer = await app.call("POST", `/api-key/${operation}`, { body });
        expect(answer.status).toBe(401);
        expect(app.rows()).toEqual(before);
      });
    }
  }

  it("get, list, usage and policy answer 401 and nothing of any key", async () => {
    for (const path of [
      `/api-key/get?id=${keyId}`,
      "/api-key/list",
      "/api-key/policy",
      "/api-key/usage",
      `/api-key/usage?keyId=${keyId}`,
    ]) {
      const answer = await app.call("GET", path);
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain(keyId);
    }
  });

  it("a direct call with a stranger's headers is a stranger's call, whoever it names", async () => {
    const before = app.rows();
    const headers = new Headers({ "x-forwarded-for": "127.0.0.1" });
    const body = { userId: ann.id };
    await expect(app.auth.api.createApiKey({ body, headers })).rejects.toThrow("Unauthorized");
    expect(app.rows()).toEqual(before);
  });

  it("the server-only calls have no address", async () => {
    for (const path of [
      "/api-key/verify",
      "/api-key/validate",
      "/api-key/verify-api-key",
      "/virtual:",
    ]) {
      const answer = await app.call("POST", path, { body: { key: "x" } });
      expect(answer.status).toBe(404);
    }
  });
});

describe("with a session", () => {
  for (const operation of MUTATIONS) {
    for (const [field, value] of Object.entries(FOREIGN_FIELDS)) {
      it(`${operation} refuses ${field} with 400, names it, and changes no row`, async () => {
        const before = app.rows();
        const body = { ...bodyFor(operation), [field]: value };
        const { headers } = ann;
        const answer = await app.call("POST", `/api-key/${operation}`, { body, headers });
        expect(answer.status).toBe(400);
        expect(answer.text).toContain(field);
        expect(app.rows()).toEqual(before);
      });
    }
  }

  it("another owner's key is answered as one that never was, on every route, and stays as it is", async () => {
    const bob = await app.signUp("Bob");
    const before = app.rows();
    const { headers } = bob;
    for (const [method, path, body] of [
      ["GET", "/api-key/get?id=ID", undefined],
      ["GET", "/api-key/usage?keyId=ID", undefined],
      ["POST", "/api-key/update", { keyId: "ID", name: "Bob's now" }],
      ["POST", "/api-key/rotate", { keyId: "ID" }],
      ["POST", "/api-key/revoke", { keyId: "ID" }],
      ["POST", "/api-key/delete", { keyId: "ID" }],
    ] as const) {
      const ask = (id: string) =>
        app.call(method, path.replace("ID", id), {
          headers,
          body: body === undefined ? undefined : { ...body, keyId: id },
        });
      const [foreign, unknown] = [await ask(keyId), await ask("never-was")];
      expect(foreign.status).toBe(404);
      expect(foreign.text).toBe(unknown.text);
    }
    expect(app.rows()).toEqual(before);
  });

  it("a list never holds another owner's keys, whatever it is filtered by", async () => {
    const bob = await app.signUp("Ben");
    for (const status of ["", "active", "live", "disabled", "expired", "revoked"]) {
      const query = status === "" ? "" : `?status=${status}`;
      const answer = await app.call("GET", `/api-key/list${query}`, { headers: bob.headers });
      expect(answer.body).toMatchObject({ apiKeys: [], total: 0 });
    }
  });

  it("the rule holds through a warm cache: a used key is no more another's than an unused one", async () => {
    const { key, id } = await createdKey(ann);
    await app.auth.api.validateAPIKey({ apiKey: key });
    const bob = await app.signUp("Bea");
    const answer = await app.call("POST", "/api-key/revoke", {
      headers: bob.headers,
      body: { keyId: id },
    });
    expect(answer.status).toBe(404);
    expect(await app.auth.api.validateAPIKey({ apiKey: key })).not.toBeNull();
  });
});

/** Ends a session behind its cookie's back, and tries all that changes keys. */
async function endSession(sql: string) {
  const cached = await installation(
    {},
    { session: { cookieCache: { enabled: true, maxAge: 300 } } },
  );
  const cara = await cached.signUp("Cara");
  expect(cara.headers.cookie).toContain("session_data");
  const { id } = await createdKey(cara);
  const before = cached.rows();
  cached.database.prepare(sql).run(cara.id);
  for (const [operation, body] of [
    ["create", {}],
    ["update", { keyId: id, name: "New" }],
    ["rotate", { keyId: id }],
    ["revoke", { keyId: id }],
    ["delete", { keyId: id }],
  ] as const) {
    const { headers } = cara;
    const answer = await cached.call("POST", `/api-key/${operation}`, { headers, body });
    expect(answer.status).toBe(401);
  }
  expect(cached.rows()).toEqual(before);
  cached.database.close();
}

describe("a session that has ended, while its cookie still vouches for it", () => {
  it("signed out elsewhere: can neither create nor change a key, at once", () =>
    endSession("delete from session where userId = ?"));

  it("banned: can neither create nor change a key, at once", () =>
    endSession("update user set banned = 1 where id = ?"));
});

describe("an API key is no session", () => {
  it("presented to the key routes it opens none of them", async () => {
    const { key } = await createdKey(ann);
    const before = app.rows();
    for (const headers of [{ "x-api-key": key }, { authorization: `Bearer ${key}` }]) {
      const listed = await app.call("GET", "/api-key/list", { headers });
      const created = await app.call("POST", "/api-key/create", { headers, body: {} });
      expect([listed.status, created.status]).toEqual([401, 401]);
    }
    expect(app.rows()).toEqual(before);
  });
});

describe("the server's own code", () => {
  it("may create and change keys for any user, by naming it", async () => {
    const created = await app.auth.api.createApiKey({
      body: { userId: ann.id, name: "By server" },
    });
    expect(created.referenceId).toBe(ann.id);
    const updated = await app.auth.api.updateApiKey({
      body: { userId: ann.id, keyId: created.id, enabled: false },
    });
    expect(updated.status).toBe("disabled");
  });

  it("must name somebody", async () => {
    await expect(app.auth.api.createApiKey({ body: {} })).rejects.toThrow("Unauthorized");
  });
});
