import { afterEach, describe, expect, it } from "vitest";
import type { ApiKeyOptions } from "../index.ts";
import { type Installation, createdKey, installation } from "../testing/installation.ts";

const DAY = 24 * 60 * 60;

let app: Installation;

afterEach(() => {
  app.database.close();
});

async function memberWith(options: ApiKeyOptions) {
  app = await installation(options);
  const ann = await app.signUp("Ann");
  const post = async (operation: string, body: object) => {
    const { headers } = ann;
    const { status, body: answer } = await app.call("POST", `/api-key/${operation}`, {
      headers,
      body,
    });
    return [status, answer["code"] ?? null];
  };
  /** What the answers were, and whether any row changed. */
  const refusals = async (requests: readonly (readonly [string, object])[]) => {
    const before = app.rows();
    const answers = [];
    for (const [operation, body] of requests) answers.push(await post(operation, body));
    expect(app.rows()).toEqual(before);
    return answers;
  };
  return { ann, post, refusals };
}

/** The moment so many seconds ago, as SQLite has it. */
const createdAt = (age: number) => new Date(app.clock.now() - age * 1_000).toISOString();

/** A key made by the server's own code, which may do anything. */
async function serversKey(userId: string, body: object = {}): Promise<string> {
  return (await app.auth.api.createApiKey({ body: { userId, ...body } })).id;
}

describe("canCreate", () => {
  it("decides by user and session who may create; the server's own code always may", async () => {
    const seen: unknown[] = [];
    const { ann, post, refusals } = await memberWith({
      canCreate: ({ user, session, organizationId }) => {
        seen.push([user.email, session.userId, organizationId]);
        return user.name === "Boss";
      },
    });
    expect(await refusals([["create", {}]])).toEqual([[403, "CREATE_NOT_ALLOWED"]]);
    expect(seen).toEqual([[ann.email, ann.id, null]]);
    const id = await serversKey(ann.id);
    expect(await post("rotate", { keyId: id })).toEqual([200, null]);
    await (await app.auth.$context).internalAdapter.updateUser(ann.id, { name: "Boss" });
    expect(await post("create", {})).toEqual([200, null]);
  });

  it("that fails lets nobody through", async () => {
    const { refusals } = await memberWith({
      canCreate: async () => {
        throw new Error("the directory is away");
      },
    });
    const [[status] = []] = await refusals([["create", {}]]);
    expect(status).toBe(500);
  });
});

describe("canManage", () => {
  it("decides who may update, rotate, revoke and delete; everybody may look at their own", async () => {
    const { ann, refusals } = await memberWith({ canManage: () => false });
    const { id: keyId } = await createdKey(ann);
    expect(
      await refusals([
        ["update", { keyId, name: "x" }],
        ["rotate", { keyId }],
        ["revoke", { keyId }],
        ["delete", { keyId }],
      ]),
    ).toEqual(Array.from({ length: 4 }, () => [403, "MANAGE_NOT_ALLOWED"]));
    expect((await ann.client.apiKey.list()).data?.total).toBe(1);
    expect((await ann.client.apiKey.get({ query: { id: keyId } })).data?.id).toBe(keyId);
  });

  it("is not asked about another's key: that one is not found", async () => {
    const { refusals } = await memberWith({ canManage: () => false });
    const bob = await app.signUp("Bob");
    const { id: keyId } = await createdKey(bob);
    expect(await refusals([["revoke", { keyId }]])).toEqual([[404, "KEY_NOT_FOUND"]]);
  });
});

describe("freshAge", () => {
  it("wants a session that is no older for create and rotate, to the second, and for nothing else", async () => {
    const { ann, post, refusals } = await memberWith({ freshAge: 600 });
    const { id: keyId } = await createdKey(ann);
    app.database.prepare("update session set createdAt = ?").run(createdAt(599));
    expect(await post("create", {})).toEqual([200, null]);
    app.database.prepare("update session set createdAt = ?").run(createdAt(600));
    expect(
      await refusals([
        ["create", {}],
        ["rotate", { keyId }],
      ]),
    ).toEqual([
      [403, "SESSION_NOT_FRESH"],
      [403, "SESSION_NOT_FRESH"],
    ]);
    expect(await post("update", { keyId, name: "Renamed" })).toEqual([200, null]);
    expect(await post("revoke", { keyId })).toEqual([200, null]);
  });
});

describe("maxKeys", () => {
  it("refuses one more with 409, and says how many there may be; the policy tells it beforehand", async () => {
    const { ann, post, refusals } = await memberWith({ maxKeys: 2 });
    const { id: keyId } = await createdKey(ann);
    await createdKey(ann);
    expect(await refusals([["create", {}]])).toEqual([[409, "KEY_LIMIT_REACHED"]]);
    expect((await ann.client.apiKey.policy()).data?.maxKeys).toBe(2);
    expect(await post("revoke", { keyId })).toEqual([200, null]);
    expect(await post("create", {})).toEqual([200, null]);
  });

  it("holds when many are created at once: exactly one more succeeds", async () => {
    const { ann, post } = await memberWith({ maxKeys: 3 });
    await createdKey(ann);
    await createdKey(ann);
    const answers = await Promise.all(Array.from({ length: 12 }, () => post("create", {})));
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1);
    expect((await ann.client.apiKey.list()).data?.total).toBe(3);
  });
});

describe("permissions", () => {
  it("may be given by nobody but the server where nothing is grantable", async () => {
    const { ann, refusals } = await memberWith({});
    const { id: keyId } = await createdKey(ann);
    const permissions = { files: ["read"] };
    expect(
      await refusals([
        ["create", { permissions }],
        ["update", { keyId, permissions }],
        ["create", { permissions: { admin: ["*"] } }],
      ]),
    ).toEqual(Array.from({ length: 3 }, () => [403, "PERMISSIONS_NOT_GRANTABLE"]));
    const id = await serversKey(ann.id, { permissions });
    const { data } = await ann.client.apiKey.get({ query: { id } });
    expect(data?.permissions).toEqual(permissions);
  });

  it("are bounded by what is grantable to whoever asks, as objects and as strings in metadata", async () => {
    const { ann, refusals } = await memberWith({
      permissions: {
        grantable: ({ user }) => ({ files: ["read"], reports: user.name === "Ann" ? ["*"] : [] }),
      },
    });
    const { id: keyId } = await createdKey(ann, {
      permissions: { reports: ["delete", "*"] },
      metadata: { permissions: ["read:files"] },
    });
    const beyond = [
      { permissions: { files: ["read", "write"] } },
      { permissions: { files: ["*"] } },
      { permissions: { users: ["read"] } },
      { metadata: { permissions: ["write:files"] } },
      { metadata: { permissions: ["*:files"] } },
    ];
    const requests = beyond.flatMap((wish) => [
      ["create", wish] as const,
      ["update", { keyId, ...wish }] as const,
    ]);
    expect(new Set((await refusals(requests)).map(String))).toEqual(
      new Set(["403,PERMISSIONS_NOT_GRANTABLE"]),
    );
    const { data } = await ann.client.apiKey.policy();
    expect(data?.permissions.grantable).toEqual({ files: ["read"], reports: ["*"] });
    const bob = await app.signUp("Bob");
    const { error } = await bob.client.apiKey.create({ permissions: { reports: ["read"] } });
    expect(error?.code).toBe("PERMISSIONS_NOT_GRANTABLE");
  });

  it.each([
    [{ permissions: { files: "read" } }, "INVALID_PERMISSIONS"],
    [{ permissions: ["read:files"] }, "INVALID_PERMISSIONS"],
    [JSON.parse('{"permissions": {"__proto__": ["read"]}}'), "INVALID_PERMISSIONS"],
    [{ metadata: { permissions: "read:files" } }, "INVALID_PERMISSIONS"],
    [{ allowedAddresses: [] }, "INVALID_ADDRESSES"],
    [{ allowedAddresses: ["192.0.2.0/99"] }, "INVALID_ADDRESSES"],
    [{ allowedAddresses: "192.0.2.1" }, "VALIDATION_ERROR"],
    [{ metadata: { rateLimit: 1_001 } }, "INVALID_RATE_LIMIT"],
    [{ metadata: { rateLimit: -1 } }, "INVALID_RATE_LIMIT"],
  ])("%j is refused with 400 %s, on create and update, and no row changes", async (wish, code) => {
    const { ann, refusals } = await memberWith({
      permissions: { grantable: { files: ["read"] } },
      maxMetadataRateLimit: 1_000,
    });
    const { id: keyId } = await createdKey(ann);
    expect(
      await refusals([
        ["create", wish],
        ["update", { keyId, ...wish }],
      ]),
    ).toEqual([
      [400, code],
      [400, code],
    ]);
  });

  it("are checked by verifyApiKey, which says what is missing", async () => {
    const { ann } = await memberWith({ permissions: { defaultPermissions: { files: ["read"] } } });
    const { key } = await createdKey(ann);
    const verify = (permissions: Record<string, string[]>) =>
      app.auth.api.verifyApiKey({ body: { key, permissions } });
    expect(await verify({ files: ["read"] })).toMatchObject({ valid: true });
    expect(await verify({ files: ["read", "write"] })).toMatchObject({
      valid: false,
      error: { code: "API_KEY_FORBIDDEN", missing: { files: ["write"] } },
    });
  });

  it("by default may depend on the owner", async () => {
    const { ann } = await memberWith({
      permissions: { defaultPermissions: async (referenceId) => ({ [referenceId]: ["read"] }) },
    });
    expect((await createdKey(ann)).permissions).toEqual({ [ann.id]: ["read"] });
  });
});

describe("allowedAddresses", () => {
  it("are stored, answered, changed and lifted, and the next verification knows", async () => {
    const { ann } = await memberWith({});
    const { key, id: keyId } = await createdKey(ann, { allowedAddresses: ["192.0.2.0/24"] });
    const from = async (address: string) =>
      (await app.auth.api.verifyApiKey({ body: { key, address } })).valid;
    expect([await from("192.0.2.1"), await from("198.51.100.1")]).toEqual([true, false]);
    await ann.client.apiKey.update({ keyId, allowedAddresses: ["198.51.100.1"] });
    expect([await from("192.0.2.1"), await from("198.51.100.1")]).toEqual([false, true]);
    const { data } = await ann.client.apiKey.update({ keyId, allowedAddresses: null });
    expect(data?.allowedAddresses).toBeNull();
    expect([await from("192.0.2.1"), await from("198.51.100.1")]).toEqual([true, true]);
  });
});

it("a day is a day: the options' units are as they are named", async () => {
  const { ann } = await memberWith({ keyExpiration: { maxExpiresIn: 1 }, freshAge: DAY });
  expect((await ann.client.apiKey.create({ expiresIn: DAY })).error).toBeNull();
  expect((await ann.client.apiKey.create({ expiresIn: DAY + 1 })).error?.status).toBe(400);
});
