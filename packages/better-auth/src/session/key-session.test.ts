import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apiKeyOfSession } from "../index.ts";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../testing/installation.ts";

let app: Installation;
let ann: Member;

beforeEach(async () => {
  app = await installation({
    enableSessionForAPIKeys: true,
    permissions: {
      grantable: { files: ["read", "write"], sessions: ["*"], account: ["*"], apiKey: ["*"] },
    },
  });
  ann = await app.signUp("Ann");
});

afterEach(() => {
  app.database.close();
});

const withKey = (key: string) => ({ headers: { "x-api-key": key } });
const sessions = () => app.database.prepare("select * from session").all();

describe("get-session", () => {
  it("answers the owner and a session that says which key made it, and stores and sets nothing", async () => {
    const { key, id } = await createdKey(ann, { permissions: { files: ["read"] } });
    const before = sessions();
    const answer = await app.call("GET", "/get-session", withKey(key));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.body["user"]).toMatchObject({ id: ann.id, email: ann.email });
    expect(answer.body["session"]).toMatchObject({
      userId: ann.id,
      apiKey: { id, configId: "default", permissions: { files: ["read"] } },
    });
    expect(answer.text).not.toContain(key);
    expect(sessions()).toEqual(before);
  });

  it("answers a direct call alike, and apiKeyOfSession tells it from a session of somebody who signed in", async () => {
    const { key, id } = await createdKey(ann);
    const headers = new Headers({ "x-api-key": key });
    const made = await app.auth.api.getSession({ headers });
    expect(made?.user.id).toBe(ann.id);
    expect(made === null ? null : apiKeyOfSession(made)).toMatchObject({ id, permissions: null });
    const signedIn = await app.auth.api.getSession({ headers: new Headers(ann.headers) });
    expect(signedIn === null ? null : apiKeyOfSession(signedIn)).toBeNull();
    expect(signedIn?.user.id).toBe(ann.id);
  });

  it("ends no later than its key", async () => {
    const { key } = await createdKey(ann, { expiresIn: 60 });
    const { body } = await app.call("GET", "/get-session", withKey(key));
    const expiresAt = new Date(app.clock.now() + 60_000).toISOString();
    expect(body["session"]).toMatchObject({ expiresAt });
    app.clock.advance(60_000);
    const late = await app.call("GET", "/get-session", withKey(key));
    expect(late).toMatchObject({ status: 401, body: { code: "API_KEY_EXPIRED" } });
  });

  it("refuses bogus, disabled, revoked and deleted keys, and keys of banned users, with their code", async () => {
    const { key, id } = await createdKey(ann);
    const code = async (presented: string) => {
      const { status, body, headers } = await app.call("GET", "/get-session", withKey(presented));
      expect(status).toBe(401);
      expect(headers.get("www-authenticate")).toContain("invalid_token");
      return body["code"];
    };
    expect(await code("bogus")).toBe("API_KEY_INVALID");
    await ann.client.apiKey.update({ keyId: id, enabled: false });
    expect(await code(key)).toBe("API_KEY_DISABLED");
    await ann.client.apiKey.revoke({ keyId: id });
    expect(await code(key)).toBe("API_KEY_REVOKED");
    await ann.client.apiKey.delete({ keyId: id });
    expect(await code(key)).toBe("API_KEY_INVALID");
    const another = await createdKey(ann);
    const { internalAdapter } = await app.auth.$context;
    await internalAdapter.updateUser(ann.id, { banned: true });
    expect(await code(another.key)).toBe("API_KEY_INVALID");
    await expect(
      app.auth.api.getSession({ headers: new Headers({ "x-api-key": another.key }) }),
    ).rejects.toMatchObject({ statusCode: 401 });
  });

  it("counts where the request comes from", async () => {
    const { key } = await createdKey(ann, { allowedAddresses: ["192.0.2.0/24"] });
    const from = async (address: string) => {
      const headers = { "x-api-key": key, "x-forwarded-for": address };
      return (await app.call("GET", "/get-session", { headers })).status;
    };
    expect([await from("192.0.2.7"), await from("198.51.100.7")]).toEqual([200, 403]);
  });

  it("answers 503 where the key cannot be checked now", async () => {
    const { key } = await createdKey(ann);
    app.database.exec("alter table apikey rename to away");
    const answer = await app.call("GET", "/get-session", withKey(key));
    expect(answer).toMatchObject({ status: 503, body: { code: "API_KEY_UNAVAILABLE" } });
    expect(answer.headers.get("retry-after")).toBe("1");
  });

  it("refuses two different keys in one request with 400", async () => {
    const [one, other] = [await createdKey(ann), await createdKey(ann)];
    const answer = await app.call("GET", "/get-session", withKey(`${one.key}, ${other.key}`));
    expect(answer).toMatchObject({ status: 400, body: { code: "CONFLICTING_API_KEYS" } });
  });
});

describe("a key beside routes that need no session", () => {
  it("changes nothing, whether it is right or bogus", async () => {
    const { key } = await createdKey(ann);
    for (const presented of [key, "bogus"]) {
      expect((await app.call("GET", "/ok", withKey(presented))).status).toBe(200);
      const wrong = await app.call("POST", "/sign-in/email", {
        ...withKey(presented),
        body: { email: ann.email, password: "not this one" },
      });
      expect(wrong).toMatchObject({ status: 401, body: { code: "INVALID_EMAIL_OR_PASSWORD" } });
    }
  });

  it("leaves who is signed in what they are", async () => {
    const { key } = await createdKey(ann);
    const headers = { ...ann.headers, "x-api-key": key };
    const answer = await app.call("GET", "/list-sessions", { headers });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"token"');
  });
});

const FORBIDDEN_ROUTES = [
  ["GET", "/list-sessions", undefined],
  ["POST", "/revoke-session", { token: "any" }],
  ["POST", "/revoke-sessions", {}],
  ["POST", "/revoke-other-sessions", {}],
  ["POST", "/update-session", { theme: "dark" }],
  ["POST", "/update-user", { name: "Mallory" }],
  ["POST", "/change-email", { newEmail: "mallory@example.com" }],
  ["POST", "/change-password", { currentPassword: "x", newPassword: "correct horse battery" }],
  ["POST", "/delete-user", {}],
  ["POST", "/link-social", { provider: "github" }],
  ["POST", "/unlink-account", { accountId: "any" }],
  ["GET", "/list-accounts", undefined],
  ["GET", "/admin/list-users", undefined],
  ["POST", "/admin/ban-user", { userId: "someone" }],
  ["POST", "/admin/impersonate-user", { userId: "someone" }],
  ["GET", "/api-key/list", undefined],
  ["GET", "/api-key/policy", undefined],
  ["POST", "/api-key/create", { name: "Second" }],
  ["POST", "/api-key/update", { keyId: "any", name: "Other" }],
  ["POST", "/api-key/rotate", { keyId: "any" }],
  ["POST", "/api-key/revoke", { keyId: "any" }],
  ["POST", "/api-key/delete", { keyId: "any" }],
] as const;

const everything = () =>
  ["user", "session", "account", "apikey"].map((table) =>
    app.database.prepare(`select * from "${table}" order by id`).all(),
  );

/** `lastRequest` aside: a refused request too was a use of the key. */
const unchanged = (tables: ReturnType<typeof everything>) =>
  tables.map((rows) => rows.map(({ lastRequest: _lastRequest, ...row }) => row));

describe("an administrator's key for reading files", () => {
  it("gets 403 from every route that is not its own, and changes nothing", async () => {
    const { internalAdapter } = await app.auth.$context;
    await internalAdapter.updateUser(ann.id, { role: "admin" });
    const { key } = await createdKey(ann, { permissions: { files: ["read"] } });
    const before = unchanged(everything());
    for (const [method, path, body] of FORBIDDEN_ROUTES) {
      const answer = await app.call(method, path, { ...withKey(key), body });
      expect([path, answer.status, answer.body["code"]]).toEqual([
        path,
        403,
        "API_KEY_SESSION_FORBIDDEN",
      ]);
      expect(answer.headers.getSetCookie().join()).not.toMatch(/session_token=[^;]/);
    }
    expect(unchanged(everything())).toEqual(before);
  });

  it("a bogus key says so there, and no key at all is as ever", async () => {
    const bogus = await app.call("GET", "/list-sessions", withKey("bogus"));
    expect(bogus).toMatchObject({ status: 401, body: { code: "API_KEY_INVALID" } });
    const none = await app.call("GET", "/list-sessions");
    expect(none.status).toBe(401);
    expect(none.body["code"]).toBe("UNAUTHORIZED");
  });

  it("a direct call with its headers is refused alike", async () => {
    const { key } = await createdKey(ann, { permissions: { files: ["read"] } });
    const headers = new Headers({ "x-api-key": key });
    await expect(app.auth.api.listSessions({ headers })).rejects.toMatchObject({
      statusCode: 403,
      body: { code: "API_KEY_SESSION_FORBIDDEN" },
    });
    await expect(app.auth.api.createApiKey({ headers, body: {} })).rejects.toMatchObject({
      statusCode: 403,
    });
  });
});

describe("what a key's own permissions open", () => {
  it("sessions: read lists them without their tokens", async () => {
    const { key } = await createdKey(ann, { permissions: { sessions: ["read"] } });
    const answer = await app.call("GET", "/list-sessions", withKey(key));
    expect(answer.status).toBe(200);
    const [stored] = sessions();
    expect(answer.text).toContain(String(stored?.["id"]));
    expect(answer.text).not.toContain(String(stored?.["token"]));
  });

  it("account: update changes the name, and sets no cookie", async () => {
    const { key } = await createdKey(ann, { permissions: { account: ["update"] } });
    const answer = await app.call("POST", "/update-user", {
      ...withKey(key),
      body: { name: "Anne" },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
    const { body } = await app.call("GET", "/get-session", withKey(key));
    expect(body["user"]).toMatchObject({ name: "Anne" });
  });

  it("no permission opens passwords, addresses or the end of the account", async () => {
    const { key } = await createdKey(ann, {
      permissions: { account: ["*"], sessions: ["*"], apiKey: ["*"] },
    });
    for (const [path, body] of [
      ["/change-password", { currentPassword: "x", newPassword: "correct horse battery" }],
      ["/change-email", { newEmail: "mallory@example.com" }],
      ["/delete-user", {}],
      ["/revoke-sessions", {}],
      ["/api-key/rotate", { keyId: "any" }],
    ] as const) {
      const answer = await app.call("POST", path, { ...withKey(key), body });
      expect(answer).toMatchObject({ status: 403, body: { code: "API_KEY_SESSION_FORBIDDEN" } });
    }
  });
});

it("is off unless it is switched on: a key is no session then", async () => {
  const plain = await installation();
  const bob = await plain.signUp("Bob");
  const { key } = await createdKey(bob);
  const answer = await plain.call("GET", "/get-session", withKey(key));
  expect([answer.status, answer.text]).toEqual([200, "null"]);
  plain.database.close();
});
