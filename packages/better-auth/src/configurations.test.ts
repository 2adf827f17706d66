import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ListInput, apiKey } from "./index.ts";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "./testing/installation.ts";
import { organizationInstallation } from "./testing/organizations.ts";

const DAY = 24 * 60 * 60;

let app: Installation;
let ann: Member;

beforeAll(async () => {
  app = await installation([
    {
      configId: "default",
      defaultPrefix: "app_",
      permissions: { grantable: { files: ["read"] }, defaultPermissions: { files: ["read"] } },
    },
    {
      configId: "partners",
      defaultPrefix: "ptn_",
      requireName: true,
      keyExpiration: { defaultExpiresIn: 7 * DAY, maxExpiresIn: 30 },
      permissions: { grantable: { orders: ["*"] }, defaultPermissions: { orders: ["read"] } },
    },
  ]);
});

afterAll(() => {
  app.database.close();
});

let people = 0;
beforeEach(async () => {
  ann = await app.signUp(`Ann${(people += 1)}`);
});

const partnerKey = (wish: object = {}) =>
  createdKey(ann, { configId: "partners", name: "Partner", ...wish });

const policy = async (configId?: string) =>
  (await ann.client.apiKey.policy({ query: { ...(configId !== undefined && { configId }) } })).data;

describe("each configuration has its own", () => {
  it("prefix, expiry, permissions and rules for names", async () => {
    expect(await createdKey(ann)).toMatchObject({
      configId: "default",
      prefix: "app_",
      expiresAt: null,
      permissions: { files: ["read"] },
    });
    expect(await partnerKey()).toMatchObject({
      configId: "partners",
      prefix: "ptn_",
      expiresAt: new Date(app.clock.now() + 7 * DAY * 1_000),
      permissions: { orders: ["read"] },
    });
    const refused = async (wish: object) =>
      (await ann.client.apiKey.create({ configId: "partners", name: "Partner", ...wish })).error
        ?.code;
    expect(await refused({ name: undefined })).toBe("NAME_REQUIRED");
    expect(await refused({ expiresIn: 31 * DAY })).toBe("EXPIRES_IN_IS_TOO_LARGE");
    expect(await refused({ permissions: { files: ["read"] } })).toBe("PERMISSIONS_NOT_GRANTABLE");
  });

  it("policy, as forms are told", async () => {
    expect(await policy()).toMatchObject({
      name: { required: false },
      prefix: { default: "app_" },
      permissions: { grantable: { files: ["read"] } },
    });
    expect(await policy("partners")).toMatchObject({
      name: { required: true },
      prefix: { default: "ptn_" },
      expiry: { default: 7 * DAY, max: 30 * DAY },
      permissions: { grantable: { orders: ["*"] }, defaults: { orders: ["read"] } },
    });
  });

  it("list, where it is named", async () => {
    const mine = await createdKey(ann);
    const partners = await partnerKey();
    const ids = async (query: { configId?: string }) =>
      (await ann.client.apiKey.list({ query })).data?.apiKeys.map(({ id }) => id);
    expect(await ids({ configId: "default" })).toEqual([mine.id]);
    expect(await ids({ configId: "partners" })).toEqual([partners.id]);
  });
});

const listed = async (query: ListInput = {}) => {
  const { data } = await ann.client.apiKey.list({ query });
  return [data?.apiKeys.map(({ id }) => id), data?.total];
};

describe("a list for which no configuration is named", () => {
  it("has the keys of all of them, in one order and in pages of one count", async () => {
    const [a, b, c] = [await createdKey(ann), await partnerKey(), await createdKey(ann)];
    for (const [place, { id }] of [a, b, c].entries()) {
      const at = new Date(app.clock.now() + place).toISOString();
      app.database.prepare("update apikey set createdAt = ? where id = ?").run(at, id);
    }
    expect(await listed()).toEqual([[c.id, b.id, a.id], 3]);
    expect(await listed({ limit: 1, offset: 1 })).toEqual([[b.id], 3]);
    expect(await listed({ limit: 2, sortDirection: "asc" })).toEqual([[a.id, b.id], 3]);
    expect(await listed({ search: "partner" })).toEqual([[b.id], 1]);
    await ann.client.apiKey.revoke({ keyId: b.id });
    expect(await listed({ status: "live" })).toEqual([[c.id, a.id], 2]);
    expect(await listed({ status: "revoked" })).toEqual([[b.id], 1]);
  });

  it("says of each key what its own configuration says", async () => {
    await partnerKey();
    await createdKey(ann);
    const { data } = await ann.client.apiKey.list({ query: {} });
    const told = data?.apiKeys.map(({ configId, prefix }) => `${configId} ${prefix}`);
    expect(told?.toSorted()).toEqual(["default app_", "partners ptn_"]);
  });

  it("has nobody else's, and none of a configuration that there is no more", async () => {
    const bob = await app.signUp("Bob");
    await createdKey(bob);
    const mine = await createdKey(ann);
    const gone = await partnerKey();
    app.database.prepare("update apikey set configId = 'gone' where id = ?").run(gone.id);
    expect(await listed()).toEqual([[mine.id], 1]);
  });
});

it("a list has users' keys without an organization, an organization's with one, and by a key's session those of that key's configuration", async () => {
  const home = await organizationInstallation([
    { configId: "plain" },
    { configId: "teams", references: "organization" },
    {
      configId: "staged",
      environments: { test: { prefix: "tst_", expiresIn: null } },
      permissions: { defaultPermissions: { apiKey: ["read"] } },
      enableSessionForAPIKeys: true,
    },
  ]);
  const eve = await home.signUp("Eve");
  const organizationId = await home.found(eve, "eves");
  const make = async (wish: object) => (await createdKey(eve, wish)).id;
  const own = [await make({ configId: "plain" }), await make({ configId: "staged" })];
  const teams = await make({ organizationId });
  const ids = async (query: ListInput) => {
    const { data, error } = await eve.client.apiKey.list({ query });
    return data?.apiKeys.map(({ id }) => id).toSorted() ?? error?.code;
  };
  expect(await ids({})).toEqual(own.toSorted());
  expect(await ids({ organizationId })).toEqual([teams]);
  expect(await ids({ environment: "test" })).toEqual([own[1]]);
  expect(await ids({ environment: "tset" })).toBe("INVALID_ENVIRONMENT");
  expect(await ids({ environment: "test", organizationId })).toBe("INVALID_ENVIRONMENT");
  expect(await ids({ configId: "teams" })).toBe("ORGANIZATION_ID_REQUIRED");
  const { key } = await createdKey(eve, { configId: "staged" });
  const { body } = await home.call("GET", "/api-key/list", { headers: { "x-api-key": key } });
  const staged = { configId: "staged" };
  expect(body).toMatchObject({ total: 2, apiKeys: [staged, staged] });
  home.database.close();
});

describe("a key of one configuration under another", () => {
  it("is invalid, cold and warm, in every kind of verification", async () => {
    const { key } = await partnerKey();
    const under = async (configId?: string) => {
      const asked = configId === undefined ? {} : { configId };
      const verified = await app.auth.api.verifyApiKey({ body: { key, ...asked } });
      const validated = await app.auth.api.validateAPIKey({ apiKey: key, ...asked });
      return [verified.error?.code ?? "valid", validated === null ? "null" : "valid"];
    };
    expect(await under("default")).toEqual(["API_KEY_INVALID", "null"]);
    expect(await under("partners")).toEqual(["valid", "valid"]);
    expect(await under("default")).toEqual(["API_KEY_INVALID", "null"]);
    expect(await under()).toEqual(["valid", "valid"]);
  });

  it("is not found by get, update, rotate, revoke and delete, and stays as it was", async () => {
    const { id, key } = await partnerKey();
    const { apiKey: client } = ann.client;
    const body = { keyId: id, configId: "default" };
    const answers = [
      await client.get({ query: { id, configId: "default" } }),
      await client.update({ ...body, name: "Mine" }),
      await client.rotate(body),
      await client.revoke(body),
      await client.delete(body),
    ];
    expect(answers.map(({ error }) => error?.code)).toEqual(answers.map(() => "KEY_NOT_FOUND"));
    expect(await app.outcome(key)).toBe("valid");
    expect((await client.get({ query: { id } })).data?.name).toBe("Partner");
  });

  it("keeps to its own rules when it is updated and rotated", async () => {
    const { id } = await partnerKey({ expiresIn: 10 * DAY });
    const longer = await ann.client.apiKey.update({ keyId: id, expiresIn: 31 * DAY });
    expect(longer.error?.code).toBe("EXPIRES_IN_IS_TOO_LARGE");
    const rotated = await ann.client.apiKey.rotate({ keyId: id });
    expect(rotated.data).toMatchObject({
      configId: "partners",
      prefix: "ptn_",
      expiresAt: new Date(app.clock.now() + 10 * DAY * 1_000),
    });
  });
});

describe("a configuration that there is not", () => {
  const unknown = "typo";

  it("is refused over HTTP by every route, and nothing is changed", async () => {
    const { id } = await createdKey(ann);
    const before = app.rows();
    const { headers } = ann;
    const answers = [
      await app.call("POST", "/api-key/create", { headers, body: { configId: unknown } }),
      await app.call("POST", "/api-key/update", {
        headers,
        body: { keyId: id, name: "New", configId: unknown },
      }),
      ...(await Promise.all(
        ["rotate", "revoke", "delete"].map((operation) =>
          app.call("POST", `/api-key/${operation}`, {
            headers,
            body: { keyId: id, configId: unknown },
          }),
        ),
      )),
      ...(await Promise.all(
        [`get?id=${id}&`, "list?", "policy?"].map((path) =>
          app.call("GET", `/api-key/${path}configId=${unknown}`, { headers }),
        ),
      )),
    ];
    expect(answers.map(({ status, body }) => [status, body["code"]])).toEqual(
      answers.map(() => [400, "INVALID_CONFIG_ID"]),
    );
    for (const { text } of answers) expect(text).toContain("default, partners");
    expect(app.rows()).toEqual(before);
  });

  it("is refused to the server's own code, verifications included", async () => {
    const { key } = await createdKey(ann);
    const refusal = { statusCode: 400, body: { code: "INVALID_CONFIG_ID" } };
    const { verifyApiKey, validateAPIKey, createApiKey } = app.auth.api;
    await expect(verifyApiKey({ body: { key, configId: unknown } })).rejects.toMatchObject(refusal);
    await expect(validateAPIKey({ apiKey: key, configId: unknown })).rejects.toMatchObject(refusal);
    const body = { userId: ann.id, configId: unknown };
    await expect(createApiKey({ body })).rejects.toMatchObject(refusal);
  });
});

describe("configurations that cannot be told apart are refused at the start", () => {
  it.each([
    ["one without an id", [{ configId: "a" }, {}]],
    ["two with the same", [{ configId: "a" }, { configId: "a" }]],
    ["none at all", []],
  ] as const)("%s", (_what, configurations) => {
    expect(() => apiKey(configurations)).toThrow(RangeError);
  });
});
