import { bcryptHasher } from "@latchkey/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../testing/installation.ts";

const DAY = 24 * 60 * 60;

let app: Installation;
let ann: Member;

beforeEach(async () => {
  app = await installation({ defaultPrefix: "sk_" });
  ann = await app.signUp("Ann");
});

afterEach(() => {
  app.database.close();
});

const outcome = (key: string) => app.outcome(key);

describe("create", () => {
  it("answers the key once, in an answer that nobody may keep", async () => {
    const { headers } = ann;
    const answer = await app.call("POST", "/api-key/create", {
      headers,
      body: { name: "  Production - Payment Service ", prefix: "prod_", expiresIn: 30 * DAY },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.body).toMatchObject({
      name: "Production - Payment Service",
      prefix: "prod_",
      enabled: true,
      status: "active",
      referenceId: ann.id,
      expiresAt: new Date(app.clock.now() + 30 * DAY * 1_000).toISOString(),
      revokedAt: null,
      lastRequest: null,
      lastAddress: null,
      lastClient: null,
    });
    expect(answer.body["key"]).toMatch(/^prod_[0-9A-Za-z]{46}$/);
    expect(answer.body["start"]).toBe(String(answer.body["key"]).slice(0, "prod_".length + 8));
    expect(answer.body).not.toHaveProperty("hash");
  });

  it("takes the configured prefix where none is given, and no other than the given one", async () => {
    expect((await createdKey(ann)).key).toMatch(/^sk_/);
    expect((await createdKey(ann, { prefix: "" })).prefix).toBeNull();
  });

  it("stores bcrypt at cost 10 and the start, and no other part of the key in any column", async () => {
    const real = await installation({ hasher: bcryptHasher() });
    const member = await real.signUp("Ann");
    const { key, start } = await createdKey(member, { name: "Stored", prefix: "app_" });
    const [row] = real.rows();
    expect(row?.["key"]).toMatch(/^\$2b\$10\$/);
    expect(row?.["start"]).toBe(start);
    const secret = key.slice(start.length);
    for (let at = 0; at + 6 <= secret.length; at += 1) {
      expect(JSON.stringify(row)).not.toContain(secret.slice(at, at + 6));
    }
    real.database.close();
  });

  for (const [what, body, code] of [
    ["a name of 101 characters", { name: "x".repeat(101) }, "INVALID_NAME_LENGTH"],
    ["an empty name", { name: "   " }, "INVALID_NAME_LENGTH"],
    ["a name that reverses text", { name: "a\u202Eb" }, "INVALID_NAME"],
    ["a prefix with a space", { prefix: "my key" }, "INVALID_PREFIX"],
    ["a prefix of 33 characters", { prefix: "p".repeat(33) }, "INVALID_PREFIX_LENGTH"],
    ["an expiry of 0 seconds", { expiresIn: 0 }, "EXPIRES_IN_IS_TOO_SMALL"],
    ["a negative expiry", { expiresIn: -DAY }, "EXPIRES_IN_IS_TOO_SMALL"],
    ["an expiry beyond all calendars", { expiresIn: 1e300 }, "EXPIRES_IN_IS_TOO_LARGE"],
    ["an expiry in words", { expiresIn: "30d" }, "VALIDATION_ERROR"],
    ["metadata that is a list", { metadata: [] }, "INVALID_METADATA_TYPE"],
    ["metadata that is text", { metadata: "{}" }, "INVALID_METADATA_TYPE"],
    ["metadata of 20 KB", { metadata: { text: "x".repeat(20_000) } }, "METADATA_TOO_LARGE"],
  ] as const) {
    it(`refuses ${what} with 400 ${code} and stores nothing`, async () => {
      const { headers } = ann;
      const answer = await app.call("POST", "/api-key/create", { headers, body });
      expect(answer.status).toBe(400);
      expect(answer.body["code"]).toBe(code);
      expect(app.rows()).toEqual([]);
    });
  }

  it("refuses metadata that reaches for prototypes", async () => {
    const response = await app.auth.handler(
      new Request("http://localhost:3000/api/auth/api-key/create", {
        method: "POST",
        headers: { ...ann.headers, "content-type": "application/json" },
        body: '{"metadata":{"__proto__":{"admin":true}}}',
      }),
    );
    expect(response.status).toBe(400);
    expect(app.rows()).toEqual([]);
  });
});

describe("verifyApiKey", () => {
  it("accepts the key with and without expiry, and says whose it is", async () => {
    const { key, id } = await createdKey(ann, { metadata: { service: "payments" } });
    const verified = await app.auth.api.verifyApiKey({ body: { key } });
    expect(verified).toMatchObject({
      valid: true,
      error: null,
      key: { id, metadata: { service: "payments" }, referenceId: ann.id },
    });
    expect(JSON.stringify(verified)).not.toContain(key);
    expect(verified.key).not.toHaveProperty("hash");
  });

  it("refuses garbage, a typo, and another key's start with a wrong secret alike", async () => {
    const { key, start } = await createdKey(ann);
    const other = await createdKey(ann);
    const grafted = start + other.key.slice(start.length);
    const typo = key.slice(0, -1) + (key.endsWith("a") ? "b" : "a");
    for (const wrong of ["", "garbage", typo, grafted]) {
      expect(await outcome(wrong)).toBe("API_KEY_INVALID");
    }
  });

  it("refuses from the very second of expiry on, not before", async () => {
    const { key } = await createdKey(ann, { expiresIn: 60 });
    app.clock.advance(59_999);
    expect(await outcome(key)).toBe("valid");
    app.clock.advance(1);
    expect(await outcome(key)).toBe("API_KEY_EXPIRED");
  });

  it("refuses options it does not know instead of passing over them", async () => {
    const { key } = await createdKey(ann);
    const body = { key, permission: { files: ["read"] } };
    await expect(app.auth.api.verifyApiKey({ body })).rejects.toThrow("permission");
  });
});

describe("update", () => {
  it("changes name, metadata, expiry and enabled, each alone, and the next verification knows", async () => {
    const { key, id } = await createdKey(ann, { name: "Old", metadata: { a: 1 }, expiresIn: 60 });
    expect(await outcome(key)).toBe("valid");
    const update = (input: object) => ann.client.apiKey.update({ keyId: id, ...input });

    expect((await update({ name: "New" })).data).toMatchObject({ name: "New", metadata: { a: 1 } });
    expect((await update({ metadata: null })).data).toMatchObject({ name: "New", metadata: null });
    expect((await update({ expiresIn: null })).data?.expiresAt).toBeNull();
    app.clock.advance(DAY * 1_000);
    expect(await outcome(key)).toBe("valid");
    expect((await update({ enabled: false })).data?.status).toBe("disabled");
    expect(await outcome(key)).toBe("API_KEY_DISABLED");
    expect((await update({ enabled: true })).data?.status).toBe("active");
    expect(await outcome(key)).toBe("valid");
  });

  it("refuses nothing to change with 400, and a revoked key with 409", async () => {
    const { id } = await createdKey(ann);
    expect((await ann.client.apiKey.update({ keyId: id })).error).toMatchObject({
      status: 400,
      code: "NO_VALUES_TO_UPDATE",
    });
    await ann.client.apiKey.revoke({ keyId: id });
    const revived = await ann.client.apiKey.update({ keyId: id, enabled: true });
    expect(revived.error).toMatchObject({ status: 409, code: "KEY_REVOKED" });
  });
});

describe("revoke and delete", () => {
  it("revoked: refused at once and for good, and still listed", async () => {
    const { key, id } = await createdKey(ann);
    expect(await outcome(key)).toBe("valid");
    const revoked = await ann.client.apiKey.revoke({ keyId: id });
    expect(revoked.data).toMatchObject({ status: "revoked", revokedAt: new Date(app.clock.now()) });
    expect(await outcome(key)).toBe("API_KEY_REVOKED");
    const listed = await ann.client.apiKey.list({ query: { status: "revoked" } });
    expect(listed.data?.apiKeys.map((each) => each.id)).toEqual([id]);
  });

  it("revoking again keeps the first moment", async () => {
    const { id } = await createdKey(ann);
    const first = await ann.client.apiKey.revoke({ keyId: id });
    app.clock.advance(1_000);
    const second = await ann.client.apiKey.revoke({ keyId: id });
    expect(second.data?.revokedAt).toEqual(first.data?.revokedAt);
  });

  it("deleted: the key never was", async () => {
    const { key, id } = await createdKey(ann);
    expect(await outcome(key)).toBe("valid");
    await ann.client.apiKey.delete({ keyId: id });
    expect(await outcome(key)).toBe("API_KEY_INVALID");
    expect(app.rows()).toEqual([]);
    expect((await ann.client.apiKey.delete({ keyId: id })).error?.status).toBe(404);
  });
});

describe("list", () => {
  it("pages through more than 100 keys with the right total, newest first", async () => {
    for (let made = 0; made < 103; made += 1) {
      app.clock.advance(1);
      await app.auth.api.createApiKey({ body: { userId: ann.id, name: `Key ${made}` } });
    }
    const first = (await ann.client.apiKey.list({ query: { limit: 100 } })).data;
    const rest = (await ann.client.apiKey.list({ query: { limit: 100, offset: 100 } })).data;
    expect([first?.total, rest?.total]).toEqual([103, 103]);
    const names = [...(first?.apiKeys ?? []), ...(rest?.apiKeys ?? [])].map((each) => each.name);
    expect(names).toEqual(Array.from({ length: 103 }, (_, index) => `Key ${102 - index}`));
  });

  it("filters by status and sorts by name", async () => {
    const make = async (name: string, input: object = {}) =>
      (await createdKey(ann, { name, ...input })).id;
    await make("b active");
    await make("a short", { expiresIn: 1 });
    await ann.client.apiKey.update({ keyId: await make("c disabled"), enabled: false });
    await ann.client.apiKey.revoke({ keyId: await make("d revoked") });
    app.clock.advance(1_000);
    const names = async (query: object) => {
      const listed = await ann.client.apiKey.list({
        query: { sortBy: "name", sortDirection: "asc", ...query },
      });
      return listed.data?.apiKeys.map((each) => each.name);
    };
    expect(await names({})).toEqual(["a short", "b active", "c disabled", "d revoked"]);
    expect(await names({ status: "active" })).toEqual(["b active"]);
    expect(await names({ status: "disabled" })).toEqual(["c disabled"]);
    expect(await names({ status: "expired" })).toEqual(["a short"]);
    expect(await names({ status: "revoked" })).toEqual(["d revoked"]);
    expect(await names({ status: "live" })).toEqual(["b active", "c disabled"]);
  });

  for (const query of [
    "limit=0",
    "limit=101",
    "limit=many",
    "offset=-1",
    "sortBy=key",
    "status=odd",
  ]) {
    it(`refuses ${query} with 400`, async () => {
      const answer = await app.call("GET", `/api-key/list?${query}`, { headers: ann.headers });
      expect(answer.status).toBe(400);
      expect(answer.text).toContain(query.split("=", 1)[0]);
    });
  }

  it("never holds a hash or a key", async () => {
    const { key, id, start } = await createdKey(ann);
    const { headers } = ann;
    for (const path of ["/api-key/list", `/api-key/get?id=${id}`]) {
      const { text } = await app.call("GET", path, { headers });
      expect(text).toContain(start);
      expect(text).not.toContain("$2b$");
      expect(text).not.toContain(key.slice(start.length));
    }
  });
});
