import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_ENVIRONMENTS } from "../index.ts";
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
  app = await installation({ environments: DEFAULT_ENVIRONMENTS });
  ann = await app.signUp("Ann");
});

afterEach(() => {
  app.database.close();
});

const outcome = (key: string) => app.outcome(key);

describe("POST /api-key/rotate", () => {
  it("answers the new key once, in an answer that nobody may keep, beside the old one without it", async () => {
    const old = await createdKey(ann, { name: "Payments", environment: "production" });
    const answer = await app.call("POST", "/api-key/rotate", {
      headers: ann.headers,
      body: { keyId: old.id, overlap: 3_600 },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.body).toMatchObject({
      name: "Payments",
      environment: "production",
      status: "active",
      replacesId: old.id,
      rotateAt: new Date(app.clock.now() + 90 * DAY * 1_000).toISOString(),
      predecessor: {
        id: old.id,
        replacedById: answer.body["id"],
        expiresAt: new Date(app.clock.now() + 3_600_000).toISOString(),
      },
    });
    expect(answer.text.split(String(answer.body["key"])).length).toBe(2);
    expect(answer.text).not.toContain("$2b$");
  });

  it("through the client: the key at the top, and dates as dates", async () => {
    const old = await createdKey(ann);
    const { key, data, error } = await ann.client.apiKey.rotate({ keyId: old.id, overlap: 60 });
    expect(error).toBeNull();
    expect(data?.predecessor.expiresAt).toEqual(new Date(app.clock.now() + 60_000));
    expect([await outcome(old.key), await outcome(key ?? "")]).toEqual(["valid", "valid"]);
    app.clock.advance(60_000);
    expect([await outcome(old.key), await outcome(key ?? "")]).toEqual([
      "API_KEY_EXPIRED",
      "valid",
    ]);
  });

  it.each([
    [{ overlap: -1 }, 400, "INVALID_OVERLAP"],
    [{ overlap: 31 * DAY }, 400, "INVALID_OVERLAP"],
    [{ overlap: "1d" }, 400, "VALIDATION_ERROR"],
    [{ name: "Another" }, 400, "VALIDATION_ERROR"],
  ])("refuses %j with %i %s and changes no row", async (input, status, code) => {
    const { id } = await createdKey(ann);
    const before = app.rows();
    const answer = await app.call("POST", "/api-key/rotate", {
      headers: ann.headers,
      body: { keyId: id, ...input },
    });
    expect([answer.status, answer.body["code"]]).toEqual([status, code]);
    expect(app.rows()).toEqual(before);
  });

  it("answers 409 for keys that cannot be rotated into live ones", async () => {
    const { id } = await createdKey(ann);
    const rotate = async () => (await ann.client.apiKey.rotate({ keyId: id })).error;
    await ann.client.apiKey.update({ keyId: id, enabled: false });
    expect(await rotate()).toMatchObject({ status: 409, code: "KEY_NOT_ACTIVE" });
    await ann.client.apiKey.update({ keyId: id, enabled: true });
    await ann.client.apiKey.rotate({ keyId: id });
    expect(await rotate()).toMatchObject({ status: 409, code: "KEY_REPLACED" });
    await ann.client.apiKey.revoke({ keyId: id });
    expect(await rotate()).toMatchObject({ status: 409, code: "KEY_REVOKED" });
  });
});

describe("POST /api-key/revoke after a rotation", () => {
  it("takes the new key along, unless it is to be kept", async () => {
    const taken = await createdKey(ann);
    const along = await ann.client.apiKey.rotate({ keyId: taken.id });
    await ann.client.apiKey.revoke({ keyId: taken.id });
    expect(await outcome(along.key ?? "")).toBe("API_KEY_REVOKED");

    const ended = await createdKey(ann);
    const kept = await ann.client.apiKey.rotate({ keyId: ended.id });
    await ann.client.apiKey.revoke({ keyId: ended.id, successor: "keep" });
    expect(await outcome(ended.key)).toBe("API_KEY_REVOKED");
    expect(await outcome(kept.key ?? "")).toBe("valid");
  });
});

describe("environments", () => {
  it.each([
    [{ environment: "production", expiresIn: DAY }, "EXPIRES_IN_IS_TOO_SMALL"],
    [{ environment: "development", expiresIn: 90 * DAY }, "EXPIRES_IN_IS_TOO_LARGE"],
    [{ environment: "production", expiresIn: null }, "EXPIRATION_REQUIRED"],
    [{ environment: "production", prefix: "sk_dev_" }, "PREFIX_NOT_ALLOWED"],
    [{ environment: "constructor" }, "INVALID_ENVIRONMENT"],
    [{ prefix: "mine_" }, "PREFIX_NOT_ALLOWED"],
  ])(
    "whatever the client sends, %j is refused with 400 %s and stored nowhere",
    async (body, code) => {
      const { headers } = ann;
      const answer = await app.call("POST", "/api-key/create", { headers, body });
      expect([answer.status, answer.body["code"]]).toEqual([400, code]);
      expect(app.rows()).toEqual([]);
    },
  );

  it("are told to forms before they are sent, in the configured order", async () => {
    const { data } = await ann.client.apiKey.policy();
    expect(data).toEqual({
      environments: [
        { name: "development", ...DEFAULT_ENVIRONMENTS.development, rotateEvery: null },
        { name: "production", ...DEFAULT_ENVIRONMENTS.production },
        { name: "ci", ...DEFAULT_ENVIRONMENTS.ci },
      ],
      expiry: expect.objectContaining({ never: true, custom: true }),
      rotation: { defaultOverlap: DAY, maxOverlap: 30 * DAY },
      name: { minLength: 1, maxLength: 100, required: false },
      prefix: { minLength: 0, maxLength: 32, allowed: null, default: "" },
      metadata: { enabled: true, maxSize: 16_384, maxDepth: 16 },
      permissions: { grantable: {}, defaults: {} },
      maxKeys: null,
      can: { create: true, update: true, delete: true },
      leavers: "keep",
      isAdministrator: false,
    });
  });
});

describe("keyExpiration, with the names and units of Better Auth's own plugin", () => {
  it.each([
    [{ minExpiresIn: 7 }, 7 * DAY, 7 * DAY - 1, "EXPIRES_IN_IS_TOO_SMALL"],
    [{ maxExpiresIn: 7 }, 7 * DAY, 7 * DAY + 1, "EXPIRES_IN_IS_TOO_LARGE"],
    [
      { defaultExpiresIn: DAY, disableCustomExpiresTime: true },
      DAY,
      DAY + 1,
      "KEY_DISABLED_EXPIRATION",
    ],
  ])("%j allows %i seconds and not %i", async (keyExpiration, allowed, refused, code) => {
    const other = await installation({ keyExpiration });
    const member = await other.signUp("Ann");
    const { expiresAt } = await createdKey(member, { expiresIn: allowed });
    expect(expiresAt).toEqual(new Date(other.clock.now() + allowed * 1_000));
    const { error } = await member.client.apiKey.create({ expiresIn: refused });
    expect(error).toMatchObject({ status: 400, code });
    other.database.close();
  });

  it("a default is what a key gets for which nothing is asked", async () => {
    const other = await installation({ keyExpiration: { defaultExpiresIn: 3_600 } });
    const { expiresAt } = await createdKey(await other.signUp("Ann"));
    expect(expiresAt).toEqual(new Date(other.clock.now() + 3_600_000));
    other.database.close();
  });
});
