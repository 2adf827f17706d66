import { createAccessControl } from "better-auth/plugins/access";
import { adminAc, defaultStatements, userAc } from "better-auth/plugins/admin/access";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ListAllInput, getApiKeyEngine } from "../../index.ts";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../../testing/installation.ts";

let app: Installation;
let root: Member;
let ann: Member;

async function start(adminOptions: Parameters<typeof installation>[3] = {}) {
  app = await installation({}, {}, [], adminOptions);
  [root, ann] = [await app.signUp("Root"), await app.signUp("Ann")];
  setRole(root, "admin");
}

const setRole = ({ id }: Member, role: string) => {
  app.database.prepare("update user set role = ? where id = ?").run(role, id);
};

beforeEach(() => start());

afterEach(() => {
  app.database.close();
});

/** What the three routes answer, about a key of Ann's. */
async function askAll(headers: Record<string, string>) {
  const { id, start: begin } = await createdKey(ann);
  const list = await app.call("GET", "/api-key/admin/list", { headers });
  const find = await app.call("POST", "/api-key/admin/find", { headers, body: { start: begin } });
  const revoke = await app.call("POST", "/api-key/admin/revoke", { headers, body: { keyId: id } });
  const revoked = app.rows().find((row) => row["id"] === id)?.["revokedAt"] !== null;
  const statuses = [list.status, find.status, revoke.status];
  return {
    statuses,
    revoked,
    code: revoke.body["code"],
    text: list.text + find.text + revoke.text,
  };
}

describe("an administrator", () => {
  it("lists everybody's keys, by owner, status and the beginning of their start", async () => {
    const mine = await createdKey(root, { prefix: "a_b" });
    const hers = await createdKey(ann, { prefix: "a_b" });
    const other = await createdKey(ann, { prefix: "axb" });
    await ann.client.apiKey.revoke({ keyId: other.id });
    const { list } = root.client.apiKey.admin;
    const ids = async (query: ListAllInput) => {
      const { data } = await list({ query });
      expect(data?.total).toBe(data?.apiKeys.length);
      return data?.apiKeys.map(({ id }) => id).toSorted();
    };
    expect(await ids({})).toEqual([mine.id, hers.id, other.id].toSorted());
    expect(await ids({ referenceId: ann.id, status: "live" })).toEqual([hers.id]);
    expect(await ids({ status: "revoked" })).toEqual([other.id]);
    expect(await ids({ startsWith: "a_b" })).toEqual([mine.id, hers.id].toSorted());
    expect(await ids({ start: other.start })).toEqual([other.id]);
  });

  it("finds whose key it is by its start, and revokes it at once", async () => {
    const { key, id, start: begin } = await createdKey(ann);
    expect(await app.outcome(key)).toBe("valid");
    const { data } = await root.client.apiKey.admin.find({ start: begin });
    expect(data?.apiKeys).toMatchObject([{ id, referenceId: ann.id }]);
    expect(data?.apiKeys[0]?.createdAt).toBeInstanceOf(Date);
    const { data: revoked } = await root.client.apiKey.admin.revoke({ keyId: id });
    expect(revoked?.status).toBe("revoked");
    expect(await app.outcome(key)).toBe("API_KEY_REVOKED");
  });

  it("takes along what a key was rotated into, or leaves it, as told", async () => {
    for (const successor of ["revoke", "keep"] as const) {
      const { id } = await createdKey(ann);
      const { key } = await ann.client.apiKey.rotate({ keyId: id });
      await root.client.apiKey.admin.revoke({ keyId: id, successor });
      const expected = successor === "keep" ? "valid" : "API_KEY_REVOKED";
      expect(await app.outcome(key ?? "")).toBe(expected);
    }
  });

  it("reads no more than others through the ordinary routes, and changes nothing of theirs", async () => {
    const { id } = await createdKey(ann);
    const before = app.rows();
    const got = await root.client.apiKey.get({ query: { id } });
    const revoked = await root.client.apiKey.revoke({ keyId: id });
    expect([got.error?.status, revoked.error?.status]).toEqual([404, 404]);
    expect((await root.client.apiKey.list({ query: {} })).data?.apiKeys).toEqual([]);
    expect(app.rows()).toEqual(before);
  });

  it("leaves an entry in the audit log with each look and each act, and none where it was refused", async () => {
    const { id, start: begin } = await createdKey(ann);
    const { audit } = await getApiKeyEngine(app.auth);
    await ann.client.apiKey.admin.list({ query: {} });
    await root.client.apiKey.admin.list({ query: { referenceId: ann.id } });
    await root.client.apiKey.admin.find({ start: begin });
    await root.client.apiKey.admin.revoke({ keyId: id });
    const { entries } = await audit.page({ actorId: root.id });
    expect(entries.toReversed()).toMatchObject([
      { action: "listed", referenceId: ann.id, keyId: null },
      { action: "searched", reason: begin },
      { action: "revoked", keyId: id, referenceId: ann.id },
    ]);
  });

  it("is told of a key that never was", async () => {
    const { error } = await root.client.apiKey.admin.revoke({ keyId: "never-was" });
    expect(error).toMatchObject({ status: 404, code: "KEY_NOT_FOUND" });
  });

  it.each([
    ["find", { start: "a".repeat(41) }],
    ["find", { start: "%" }],
    ["find", { start: "" }],
    ["find", {}],
    ["find", { start: "abc", referenceId: "any" }],
    ["revoke", {}],
    ["revoke", { keyId: "any", userId: "any" }],
    ["revoke", { keyId: "any", successor: "delete" }],
  ])("is refused %s with %j, and no row is changed", async (route, body) => {
    await createdKey(ann);
    const before = app.rows();
    const answer = await app.call("POST", `/api-key/admin/${route}`, {
      headers: root.headers,
      body,
    });
    expect(answer.status).toBe(400);
    expect(app.rows()).toEqual(before);
  });

  it("cannot put a whole key where a start is meant", async () => {
    const { key } = await createdKey(ann);
    const path = `/api-key/admin/list?startsWith=${key}`;
    const answer = await app.call("GET", path, { headers: root.headers });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain(key);
  });
});

describe("everybody else", () => {
  const REFUSED = { statuses: [403, 403, 403], revoked: false, code: "ADMINISTRATOR_REQUIRED" };

  it("without a session: 401, and nothing of any key", async () => {
    const { statuses, revoked, text } = await askAll({});
    expect({ statuses, revoked }).toEqual({ statuses: [401, 401, 401], revoked: false });
    expect(text).not.toContain(ann.id);
  });

  it("with a session: 403, whatever filters are asked for", async () => {
    expect(await askAll(ann.headers)).toMatchObject(REFUSED);
  });

  it("whose role was taken away, at once", async () => {
    setRole(root, "user");
    expect(await askAll(root.headers)).toMatchObject(REFUSED);
  });

  it("who is an administrator banned", async () => {
    app.database.prepare("update user set banned = 1 where id = ?").run(root.id);
    expect((await askAll(root.headers)).statuses).toEqual([401, 401, 401]);
  });

  it("with an administrator's API key", async () => {
    const { key } = await createdKey(root);
    expect((await askAll({ "x-api-key": key })).statuses).toEqual([401, 401, 401]);
  });

  it("in a session that impersonates an administrator, or that an administrator impersonates a user in", async () => {
    app.database.prepare("update session set impersonatedBy = ?").run(ann.id);
    expect(await askAll(root.headers)).toMatchObject(REFUSED);
  });
});

describe("who is an administrator", () => {
  const ac = createAccessControl({ ...defaultStatements, apiKey: ["list", "revoke"] } as const);
  const roles = {
    admin: ac.newRole({ ...adminAc.statements }),
    user: ac.newRole({ ...userAc.statements }),
    security: ac.newRole({ apiKey: ["list", "revoke"] }),
    auditor: ac.newRole({ apiKey: ["list"] }),
  };

  it.each([
    ["admin", [403, 403, 403]],
    ["security", [200, 200, 200]],
    ["auditor", [200, 200, 403]],
    ["user,auditor", [200, 200, 403]],
    ["constructor", [403, 403, 403]],
  ])("as the access control says, where it knows of apiKey: %s", async (role, statuses) => {
    app.database.close();
    await start({ ac, roles });
    setRole(root, role);
    expect((await askAll(root.headers)).statuses).toEqual(statuses);
  });

  it("adminUserIds, whatever their role", async () => {
    const adminUserIds: string[] = [];
    app.database.close();
    await start({ adminUserIds });
    setRole(root, "user");
    expect((await askAll(root.headers)).statuses).toEqual([403, 403, 403]);
    adminUserIds.push(root.id);
    expect((await askAll(root.headers)).statuses).toEqual([200, 200, 200]);
  });

  it("adminRoles, where the access control does not know of apiKey", async () => {
    app.database.close();
    await start({ adminRoles: ["user"] });
    setRole(root, "admin");
    expect((await askAll(root.headers)).statuses).toEqual([403, 403, 403]);
    setRole(root, "user");
    expect((await askAll(root.headers)).statuses).toEqual([200, 200, 200]);
  });
});
