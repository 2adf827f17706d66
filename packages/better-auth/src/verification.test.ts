import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "./testing/installation.ts";

let app: Installation;
let ann: Member;

beforeEach(async () => {
  app = await installation({
    permissions: { grantable: { files: ["read", "write"], reports: ["read"] } },
  });
  ann = await app.signUp("Ann");
});

afterEach(() => {
  app.database.close();
});

const through = async (key: string, headers?: Record<string, string>, address?: string) => {
  const more = {
    ...(headers !== undefined && { headers }),
    ...(address !== undefined && { address }),
  };
  const validated = await app.auth.api.validateAPIKey({ apiKey: key, ...more });
  const verified = await app.auth.api.verifyApiKey({
    body: { key, ...(address !== undefined && { address }) },
    ...(headers !== undefined && { headers }),
  });
  return [validated !== null, verified.valid];
};

const makesSession = async (own: Installation, headers: Record<string, string>) =>
  (await own.call("GET", "/get-session", { headers })).body["user"] !== undefined;

describe("validateAPIKey", () => {
  it("tells all that the key may do, its metadata included", async () => {
    const { key } = await createdKey(ann, {
      permissions: { files: ["read"] },
      metadata: { permissions: ["read:reports"] },
    });
    const validated = await app.auth.api.validateAPIKey({ apiKey: key });
    expect(validated?.permissions).toEqual({ files: ["read"], reports: ["read"] });
    expect(validated?.apiKey.permissions).toEqual({ files: ["read"] });
  });

  it("is null for a key that lacks what is asked", async () => {
    const { key } = await createdKey(ann, { permissions: { files: ["read"] } });
    const may = async (permissions: Record<string, string[]>) =>
      (await app.auth.api.validateAPIKey({ apiKey: key, permissions })) !== null;
    expect(await may({ files: ["read"] })).toBe(true);
    expect(await may({ files: ["write"] })).toBe(false);
    expect(await may({ files: ["read", "write"] })).toBe(false);
    expect(await may({ files: ["read"], reports: ["read"] })).toBe(false);
  });

  it("refuses what is no list of permissions, and no text for an address", async () => {
    const { key } = await createdKey(ann);
    const { validateAPIKey } = app.auth.api;
    const asked: object[] = [{ permissions: ["read"] }, { permissions: "read" }, { address: 7 }];
    for (const each of asked) {
      await expect(validateAPIKey({ apiKey: key, ...each })).rejects.toMatchObject({
        statusCode: 400,
      });
    }
  });
});

describe("the client's address", () => {
  it("is read from the headers of the call, or said", async () => {
    const { key } = await createdKey(ann, { allowedAddresses: ["192.0.2.0/24"] });
    expect(await through(key)).toEqual([false, false]);
    expect(await through(key, { "x-forwarded-for": "192.0.2.7" })).toEqual([true, true]);
    expect(await through(key, { "x-forwarded-for": "198.51.100.7" })).toEqual([false, false]);
    expect(await through(key, undefined, "192.0.2.7")).toEqual([true, true]);
    expect(await through(key, { "x-forwarded-for": "192.0.2.7" }, "198.51.100.7")).toEqual([
      false,
      false,
    ]);
  });

  it("is the whole address: a neighbour of one that is allowed is not", async () => {
    const { key } = await createdKey(ann, { allowedAddresses: ["2001:db8::7", "2001:db8:1::"] });
    expect(await through(key, { "x-forwarded-for": "2001:DB8:0::7" })).toEqual([true, true]);
    expect(await through(key, { "x-forwarded-for": "2001:db8::8" })).toEqual([false, false]);
    expect(await through(key, { "x-forwarded-for": "2001:db8:1::5" })).toEqual([false, false]);
  });

  it("is not what a client writes in front of what a trusted proxy adds", async () => {
    const behind = await installation(
      {},
      { advanced: { ipAddress: { trustedProxies: ["10.0.0.0/8"] } } },
    );
    const bob = await behind.signUp("Bob");
    const { key } = await createdKey(bob, { allowedAddresses: ["192.0.2.7"] });
    const from = async (forwarded: string) => {
      const headers = { "x-forwarded-for": forwarded };
      return (await behind.auth.api.validateAPIKey({ apiKey: key, headers })) !== null;
    };
    expect(await from("192.0.2.7, 10.0.0.1")).toBe(true);
    expect(await from("192.0.2.7, 198.51.100.1, 10.0.0.1")).toBe(false);
    behind.database.close();
  });
});

describe("customAPIKeyValidator", () => {
  it("false refuses the key as invalid before anything is looked up, everywhere", async () => {
    const asked: string[] = [];
    let accepts = true;
    const own = await installation({
      enableSessionForAPIKeys: true,
      customAPIKeyValidator: async ({ ctx, key }) => {
        asked.push(`${typeof ctx.context.secret} ${key}`);
        return accepts;
      },
    });
    const { key } = await createdKey(await own.signUp("Bob"));
    expect(await own.outcome(key)).toBe("valid");
    accepts = false;
    own.database.exec("alter table apikey rename to away");
    expect(await own.outcome(key)).toBe("API_KEY_INVALID");
    expect(await own.auth.api.validateAPIKey({ apiKey: key })).toBeNull();
    const session = await own.call("GET", "/get-session", { headers: { "x-api-key": key } });
    expect(session).toMatchObject({ status: 401, body: { code: "API_KEY_INVALID" } });
    expect(asked).toEqual(Array.from({ length: 4 }, () => `string ${key}`));
    own.database.close();
  });

  it("is that of the key's own configuration, also where none is named", async () => {
    const several = await installation([
      { configId: "open" },
      { configId: "closed", customAPIKeyValidator: () => false },
    ]);
    const bob = await several.signUp("Bob");
    const open = await createdKey(bob, { configId: "open" });
    const closed = await createdKey(bob, { configId: "closed" });
    expect(await several.outcome(open.key)).toBe("valid");
    expect(await several.outcome(closed.key)).toBe("API_KEY_INVALID");
    const named = { body: { key: closed.key, configId: "closed" } };
    expect((await several.auth.api.verifyApiKey(named)).error?.code).toBe("API_KEY_INVALID");
    several.database.close();
  });
});

describe("where a key is looked for", () => {
  it("apiKeyHeaders: in those, and not in x-api-key", async () => {
    for (const apiKeyHeaders of ["x-app-key", ["x-legacy-key", "X-App-Key"]]) {
      const own = await installation({ enableSessionForAPIKeys: true, apiKeyHeaders });
      const { key } = await createdKey(await own.signUp("Bob"));
      expect(await makesSession(own, { "x-app-key": key })).toBe(true);
      expect(await makesSession(own, { "x-api-key": key })).toBe(false);
      own.database.close();
    }
  });

  it("customAPIKeyGetter: where it says, and there alone; one that fails has found none", async () => {
    let broken = false;
    const own = await installation({
      enableSessionForAPIKeys: true,
      customAPIKeyGetter: ({ headers }) => {
        if (broken) throw new Error("broken");
        return headers?.get("authorization")?.replace("ApiKey ", "") ?? null;
      },
    });
    const { key } = await createdKey(await own.signUp("Bob"));
    expect(await makesSession(own, { authorization: `ApiKey ${key}` })).toBe(true);
    expect(await makesSession(own, { "x-api-key": key })).toBe(false);
    broken = true;
    expect(await makesSession(own, { authorization: `ApiKey ${key}` })).toBe(false);
    expect((await own.call("GET", "/ok", { headers: { authorization: key } })).status).toBe(200);
    own.database.close();
  });

  it("a key of a configuration without sessions makes none, in the header of one that has", async () => {
    const several = await installation([
      { configId: "sessions", enableSessionForAPIKeys: true },
      { configId: "plain" },
    ]);
    const bob = await several.signUp("Bob");
    const right = await createdKey(bob, { configId: "sessions" });
    const wrong = await createdKey(bob, { configId: "plain" });
    expect(await makesSession(several, { "x-api-key": right.key })).toBe(true);
    const refused = await several.call("GET", "/get-session", {
      headers: { "x-api-key": wrong.key },
    });
    expect(refused).toMatchObject({ status: 401, body: { code: "API_KEY_INVALID" } });
    several.database.close();
  });

  it("each configuration finds its keys in its own header", async () => {
    const several = await installation([
      { configId: "one", enableSessionForAPIKeys: true, apiKeyHeaders: "x-one" },
      { configId: "two", enableSessionForAPIKeys: true, apiKeyHeaders: ["x-two", "x-any"] },
      { configId: "three", enableSessionForAPIKeys: true, apiKeyHeaders: "x-any" },
    ]);
    const bob = await several.signUp("Bob");
    const [one, two, three] = [
      await createdKey(bob, { configId: "one" }),
      await createdKey(bob, { configId: "two" }),
      await createdKey(bob, { configId: "three" }),
    ];
    expect(await makesSession(several, { "x-one": one.key })).toBe(true);
    expect(await makesSession(several, { "x-one": two.key })).toBe(false);
    expect(await makesSession(several, { "x-two": three.key })).toBe(false);
    expect(await makesSession(several, { "x-any": two.key })).toBe(true);
    expect(await makesSession(several, { "x-any": three.key })).toBe(true);
    expect(await makesSession(several, { "x-any": one.key })).toBe(false);
    several.database.close();
  });
});
