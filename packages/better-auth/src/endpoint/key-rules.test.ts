import { afterEach, describe, expect, it } from "vitest";
import { type ApiKeyOptions, apiKey } from "../index.ts";
import { type Installation, createdKey, installation } from "../testing/installation.ts";

const opened: Installation[] = [];

async function withRules(options: ApiKeyOptions) {
  const app = await installation(options);
  opened.push(app);
  const ann = await app.signUp("Ann");
  const create = async (body: object) => {
    const answer = await app.call("POST", "/api-key/create", { headers: ann.headers, body });
    return answer.status === 200 ? answer.body : [answer.status, answer.body["code"]];
  };
  const createHere = (body: object) =>
    app.auth.api.createApiKey({ body: { userId: ann.id, ...body } });
  const policy = async () => (await ann.client.apiKey.policy()).data;
  return { app, ann, create, createHere, policy };
}

afterEach(() => {
  for (const { database } of opened.splice(0)) database.close();
});

describe("names", () => {
  it("have the lengths that are configured, for clients and the server's own code, new and changed", async () => {
    const { app, ann, create, createHere, policy } = await withRules({
      minimumNameLength: 3,
      maximumNameLength: 200,
      requireName: true,
    });
    expect((await policy())?.name).toEqual({ minLength: 3, maxLength: 200, required: true });
    expect(await create({})).toEqual([400, "NAME_REQUIRED"]);
    for (const name of ["ab", "  ab  ", "x".repeat(201)]) {
      expect(await create({ name })).toEqual([400, "INVALID_NAME_LENGTH"]);
      await expect(createHere({ name })).rejects.toMatchObject({ statusCode: 400 });
    }
    await expect(createHere({})).rejects.toMatchObject({ body: { code: "NAME_REQUIRED" } });
    expect(app.rows()).toEqual([]);
    const { id } = await createdKey(ann, { name: "x".repeat(200) });
    const renamed = await ann.client.apiKey.update({ keyId: id, name: "ab" });
    expect(renamed.error).toMatchObject({ status: 400, code: "INVALID_NAME_LENGTH" });
    expect(renamed.error?.message).toContain("3 to 200");
  });
});

describe("prefixes", () => {
  it("a client chooses among those that are allowed; the default one and the server's choice stand", async () => {
    const { app, ann, create, createHere, policy } = await withRules({
      defaultPrefix: "app_",
      allowedPrefixes: ["team_", "bot_"],
    });
    expect((await policy())?.prefix).toEqual({
      minLength: 0,
      maxLength: 32,
      allowed: ["team_", "bot_"],
      default: "app_",
    });
    for (const prefix of ["", "sk_live_", "team", "TEAM_", "team_bot_"]) {
      expect(await create({ prefix })).toEqual([400, "PREFIX_NOT_ALLOWED"]);
    }
    expect(app.rows()).toEqual([]);
    for (const prefix of ["team_", "bot_", "app_"]) {
      expect(await create({ prefix })).toMatchObject({ prefix });
    }
    expect((await createdKey(ann)).prefix).toBe("app_");
    expect((await createHere({ prefix: "sk_live_" })).prefix).toBe("sk_live_");
  });

  it("have the lengths that are configured, when a client chooses", async () => {
    const { create } = await withRules({
      defaultPrefix: "a",
      minimumPrefixLength: 3,
      maximumPrefixLength: 6,
    });
    for (const prefix of ["", "ab", "1234567"]) {
      expect(await create({ prefix })).toEqual([400, "INVALID_PREFIX_LENGTH"]);
    }
    expect(await create({ prefix: "abc" })).toMatchObject({ prefix: "abc" });
    expect(await create({})).toMatchObject({ prefix: "a" });
  });

  it("are the environments' where there are any, whatever else is allowed", async () => {
    const { create } = await withRules({
      environments: { live: { prefix: "sk_live_", expiresIn: null } },
      allowedPrefixes: ["team_"],
    });
    expect(await create({ prefix: "team_" })).toEqual([400, "PREFIX_NOT_ALLOWED"]);
    expect(await create({ prefix: "sk_live_" })).toMatchObject({ environment: "live" });
  });
});

describe("metadata", () => {
  it("is refused where keys have none, and its limits are told where they have", async () => {
    const { app, ann, create, createHere, policy } = await withRules({ enableMetadata: false });
    expect((await policy())?.metadata.enabled).toBe(false);
    expect(await create({ metadata: { a: 1 } })).toEqual([400, "METADATA_DISABLED"]);
    expect(await create({ metadata: {} })).toEqual([400, "METADATA_DISABLED"]);
    await expect(createHere({ metadata: { a: 1 } })).rejects.toMatchObject({ statusCode: 400 });
    expect(app.rows()).toEqual([]);
    const { id } = await createdKey(ann, { metadata: null });
    const changed = await ann.client.apiKey.update({ keyId: id, metadata: { a: 1 } });
    expect(changed.error?.code).toBe("METADATA_DISABLED");
    const open = await withRules({});
    expect((await open.policy())?.metadata).toEqual({
      enabled: true,
      maxSize: 16_384,
      maxDepth: 16,
    });
  });
});

describe("rules that contradict themselves are refused at the start", () => {
  it.each<[string, ApiKeyOptions]>([
    ["a shortest prefix above the longest", { minimumPrefixLength: 5, maximumPrefixLength: 4 }],
    ["a longest prefix of 33", { maximumPrefixLength: 33 }],
    ["half a character", { minimumPrefixLength: 0.5 }],
    ["an allowed prefix with a space", { allowedPrefixes: ["my key"] }],
    ["an allowed prefix that is too short", { minimumPrefixLength: 5, allowedPrefixes: ["ab_"] }],
  ])("%s", (_what, options) => {
    expect(() => apiKey(options)).toThrow(RangeError);
  });
});
