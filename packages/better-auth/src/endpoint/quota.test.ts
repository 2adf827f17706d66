import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { getApiKeyEngine } from "../index.ts";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../testing/installation.ts";

let app: Installation;
let ann: Member;

beforeEach(async () => {
  app = await installation();
  ann = await app.signUp("Ann");
});

afterEach(() => {
  app.database.close();
});

const SERVER_ONLY = {
  remaining: 5,
  refillAmount: 5,
  refillInterval: 1_000,
  rateLimitEnabled: false,
  rateLimitMax: 1_000_000,
  rateLimitTimeWindow: 1,
};

describe("quota and limit of a key", () => {
  for (const [field, value] of Object.entries(SERVER_ONLY)) {
    for (const given of [value, null]) {
      it(`${field}: ${given} is for the server's code alone, on create and update`, async () => {
        const { id } = await createdKey(ann);
        const before = app.rows();
        const bodies = { create: { [field]: given }, update: { keyId: id, [field]: given } };
        for (const [operation, body] of Object.entries(bodies)) {
          const answer = await app.call("POST", `/api-key/${operation}`, {
            body,
            headers: ann.headers,
          });
          expect(answer).toMatchObject({ status: 400, body: { code: "SERVER_ONLY_PROPERTY" } });
          expect(answer.text).toContain(field);
        }
        expect(app.rows()).toEqual(before);
      });
    }
  }

  it("are set by the server with the names and units of Better Auth's own plugin, and hold", async () => {
    const body = { userId: ann.id, remaining: 3, rateLimitMax: 50, rateLimitTimeWindow: 60_000 };
    const { id, key } = await app.auth.api.createApiKey({ body });
    const verify = (more: object = {}) => app.auth.api.verifyApiKey({ body: { key, ...more } });
    expect(await verify()).toMatchObject({
      valid: true,
      key: { remaining: 2 },
      limits: [{ name: "default", max: 50, window: 60_000, remaining: 49 }],
    });
    expect(await app.auth.api.validateAPIKey({ apiKey: key, cost: 2 })).toMatchObject({
      apiKey: { remaining: 0 },
    });
    expect(await verify()).toMatchObject({ error: { code: "API_KEY_QUOTA_EXCEEDED" } });
    const refilled = { userId: ann.id, keyId: id, remaining: 1, rateLimitMax: 4 };
    await app.auth.api.updateApiKey({ body: refilled });
    expect((await verify()).valid).toBe(true);
    expect(await verify({ cost: 0 })).toMatchObject({ limits: [{ max: 4, remaining: 0 }] });
  });

  it("a limit that is reached is told with which, and when it ends", async () => {
    const body = { userId: ann.id, rateLimitMax: 1 };
    const { key } = await app.auth.api.createApiKey({ body });
    const limits = [{ name: "exports", max: 5, window: 1_000 }];
    await app.auth.api.verifyApiKey({ body: { key, limits } });
    expect(await app.auth.api.verifyApiKey({ body: { key, limits } })).toMatchObject({
      valid: false,
      error: {
        code: "API_KEY_RATE_LIMITED",
        retryAfter: 64,
        limit: { name: "default", max: 1, remaining: 0 },
      },
    });
    expect(await app.auth.api.validateAPIKey({ apiKey: key })).toBeNull();
  });

  it("a cost and limits that are none are refused, and nothing is counted", async () => {
    const { key } = await createdKey(ann);
    const wrong = [{ cost: -1 }, { cost: 0.5 }, { limits: [{ name: "a b", max: 1, window: 1 }] }];
    for (const more of wrong) {
      const verifying = app.auth.api.verifyApiKey({ body: { key, ...more } });
      await expect(verifying).rejects.toMatchObject({ statusCode: 400 });
    }
    const looked = await app.auth.api.verifyApiKey({ body: { key, cost: 0 } });
    expect(looked).toMatchObject({ limits: [{ remaining: 100 }] });
  });
});

it("outcomes are counted by key and minute, and written when the engine closes", async () => {
  const { id, key } = await createdKey(ann);
  const verify = () => app.auth.api.verifyApiKey({ body: { key } });
  for (let request = 0; request < 105; request += 1) await verify();
  await (await getApiKeyEngine(app.auth)).close();
  const rows = app.database
    .prepare("select * from apikeyUsage where keyId = ? and granularity = 'minute'")
    .all(id);
  expect(rows).toMatchObject([{ valid: 100, rateLimited: 5 }]);
});
