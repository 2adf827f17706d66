import { INSTALLATION_USAGE } from "@latchkey/core";
import { forgedKey } from "@latchkey/core/testing";
import { beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { getApiKeyEngine } from "../engine-access.ts";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../testing/installation.ts";
import type { ApiKeyUsage } from "../usage.ts";

const NOW = new Date("2026-01-15T12:30:20.000Z");
const HOUR = 60 * 60 * 1_000;

let app: Installation;
let ann: Member;

beforeEach(async () => {
  app = await installation();
  ann = await app.signUp("Ann");
  app.clock.set(NOW);
  return () => {
    app.database.close();
  };
});

const usageOf = (path: string, member: Member = ann) =>
  app.call("GET", `/api-key/usage?${path}`, { headers: member.headers });

async function use(key: string, times: number, headers: Record<string, string> = {}) {
  for (let time = 0; time < times; time += 1) {
    await app.auth.api.verifyApiKey({ body: { key }, headers: new Headers(headers) });
  }
}

const idsIn = (answer: { body: Record<string, unknown> }) =>
  JSON.stringify(answer.body["keys"])
    .match(/(?<="keyId":")[^"]+/g)
    ?.toSorted() ?? [];

async function disable(keyId: string) {
  await app.auth.api.updateApiKey({ body: { userId: ann.id, keyId, enabled: false } });
}

describe("an owner sees", () => {
  it("what came of every request, at once, by outcome and minute, in the typed client", async () => {
    const { id, key } = await createdKey(ann);
    await use(key, 3);
    app.clock.advance(60_000);
    await use(key, 1);
    await disable(id);
    await use(key, 2);
    const { data } = await ann.client.apiKey.usage({
      query: { keyId: id, granularity: "minute" },
    });
    expectTypeOf(data).toEqualTypeOf<ApiKeyUsage | null>();
    expect(data).toEqual({
      from: new Date("2026-01-14T12:31:00.000Z"),
      to: new Date("2026-01-15T12:31:20.000Z"),
      granularity: "minute",
      timeZone: "UTC",
      keys: [
        {
          keyId: id,
          counts: { valid: 4, API_KEY_DISABLED: 2 },
          total: 6,
          buckets: [
            { start: new Date("2026-01-15T12:30:00.000Z"), counts: { valid: 3 } },
            {
              start: new Date("2026-01-15T12:31:00.000Z"),
              counts: { valid: 1, API_KEY_DISABLED: 2 },
            },
          ],
        },
      ],
      addresses: expect.any(Array),
      limits: [{ name: "default", max: 100, window: 60_000 }],
    });
  });

  it("what a key is limited to: by itself, by its metadata, or not at all", async () => {
    const limitsIn = async (keyId: string) => {
      const { data } = await ann.client.apiKey.usage({ query: { keyId } });
      return data?.limits;
    };
    const { createApiKey } = app.auth.api;
    const own = await createApiKey({
      body: { userId: ann.id, rateLimitMax: 7, rateLimitTimeWindow: 1_000 },
    });
    expect(await limitsIn(own.id)).toEqual([{ name: "default", max: 7, window: 1_000 }]);
    const asked = await createdKey(ann, { metadata: { rateLimit: 250 } });
    expect(await limitsIn(asked.id)).toEqual([{ name: "default", max: 250, window: 60_000 }]);
    const none = await createApiKey({ body: { userId: ann.id, rateLimitEnabled: false } });
    expect(await limitsIn(none.id)).toEqual([]);
    const { data } = await ann.client.apiKey.usage({ query: { keyIds: [own.id] } });
    expect(data?.limits).toBeNull();
  });

  it("attempts with a wrong secret for one of their keys, and not those for nobody's", async () => {
    const { id, start } = await createdKey(ann);
    await use(forgedKey(start), 2);
    await use("nonsense", 3);
    const answer = await usageOf(`keyId=${id}`);
    expect(answer.body["keys"]).toMatchObject([{ counts: { API_KEY_INVALID: 2 }, total: 2 }]);
    const { usage } = await getApiKeyEngine(app.auth);
    const { keys } = await usage.read({ keyIds: [INSTALLATION_USAGE] });
    expect(keys).toMatchObject([{ counts: { API_KEY_INVALID: 3 } }]);
  });

  it("all of their keys in one call, or those that are named, and nobody else's", async () => {
    const [one, two, three] = [await createdKey(ann), await createdKey(ann), await createdKey(ann)];
    const bob = await app.signUp("Bob");
    const foreign = await createdKey(bob);
    for (const { key } of [one, two, foreign]) await use(key, 1);
    const own = [one.id, two.id, three.id].toSorted();
    expect(idsIn(await usageOf(""))).toEqual(own);
    expect(idsIn(await usageOf(`keyIds=${one.id},${foreign.id},never-was`))).toEqual([one.id]);
    expect(idsIn(await usageOf(`keyIds=${one.id}&keyIds=${two.id}`))).toEqual(
      [one.id, two.id].toSorted(),
    );
    expect(idsIn(await usageOf(`keyIds=${INSTALLATION_USAGE}`))).toEqual([]);
    expect((await usageOf(`keyId=${INSTALLATION_USAGE}`)).status).toBe(404);
    const several = await ann.client.apiKey.usage({ query: { keyIds: [one.id, two.id] } });
    expect(several.data?.keys).toHaveLength(2);
    expect(several.data?.addresses).toBeNull();
  });

  it("from where and by what a key was used", async () => {
    const { id, key } = await createdKey(ann);
    const from = { "x-forwarded-for": "192.0.2.7", "user-agent": "curl/8.5" };
    await use(key, 2, from);
    const { data } = await ann.client.apiKey.usage({ query: { keyId: id } });
    expect(data?.addresses).toEqual([
      { address: "192.0.2.7", client: "curl/8.5", firstSeenAt: NOW, lastSeenAt: NOW },
    ]);
    const got = await ann.client.apiKey.get({ query: { id } });
    expect(got.data).toMatchObject({
      lastRequest: NOW,
      lastAddress: "192.0.2.7",
      lastClient: "curl/8.5",
    });
  });
});

describe("the granularity is, by default,", () => {
  it.each([
    [3 * HOUR, "minute"],
    [3 * HOUR + 1, "hour"],
    [7 * 24 * HOUR, "hour"],
    [7 * 24 * HOUR + 1, "day"],
  ])("of %i ms a %s", async (length, granularity) => {
    await createdKey(ann);
    const from = new Date(NOW.getTime() - length).toISOString();
    const answer = await usageOf(`from=${from}&to=${NOW.toISOString()}`);
    expect(answer.body).toMatchObject({ granularity });
  });
});

describe("days of a time zone", () => {
  it("are put together from hours", async () => {
    const { id, key } = await createdKey(ann);
    app.clock.set(new Date("2026-03-28T22:59:00.000Z"));
    await use(key, 1);
    app.clock.set(new Date("2026-03-28T23:00:00.000Z"));
    await use(key, 2);
    app.clock.set(new Date("2026-03-29T21:59:00.000Z"));
    await use(key, 4);
    app.clock.set(new Date("2026-03-29T22:00:00.000Z"));
    await use(key, 8);
    const period = "from=2026-03-28T12:00:00Z&to=2026-03-30T12:00:00Z&granularity=day";
    const answer = await usageOf(`keyId=${id}&${period}&timeZone=Europe/Berlin`);
    expect(answer.body).toMatchObject({
      from: "2026-03-27T23:00:00.000Z",
      timeZone: "Europe/Berlin",
      keys: [
        {
          total: 15,
          buckets: [
            { start: "2026-03-27T23:00:00.000Z", counts: { valid: 1 } },
            { start: "2026-03-28T23:00:00.000Z", counts: { valid: 6 } },
            { start: "2026-03-29T22:00:00.000Z", counts: { valid: 8 } },
          ],
        },
      ],
    });
  });
});

describe("400, with what is allowed, for", () => {
  it.each([
    ["granularity=second", "minute"],
    ["timeZone=Mars/Olympus", "timeZone must be"],
    ["from=yesterday", "from"],
    ["from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "before to"],
    ["from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z&granularity=minute", "2000 minutes"],
    [`keyIds=${Array.from({ length: 101 }, (_, index) => `k${index}`).join(",")}`, "100"],
    ["keyIds=", "keyIds"],
    ["keyId=a&keyIds=b", "keyIds"],
    ["referenceId=somebody", "referenceId"],
    ["configId=another", "configId"],
  ])("%s", async (query, said) => {
    const { id } = await createdKey(ann);
    const answer = await usageOf(query.replace("keyId=a", `keyId=${id}`));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(said);
  });
});

describe("what is kept of addresses", () => {
  it.each([
    ["full", "192.0.2.7"],
    ["truncated", "192.0.2.0/24"],
  ] as const)("%s", async (addresses, kept) => {
    const other = await installation({ usage: { addresses } });
    const bea = await other.signUp("Bea");
    const { id, key } = await createdKey(bea);
    const headers = new Headers({ "x-forwarded-for": "192.0.2.7" });
    await other.auth.api.verifyApiKey({ body: { key }, headers });
    const { data } = await bea.client.apiKey.usage({ query: { keyId: id } });
    expect(data?.addresses).toMatchObject([{ address: kept }]);
    other.database.close();
  });

  it("off: nothing, in no table", async () => {
    const other = await installation({ usage: { addresses: "off" } });
    const bea = await other.signUp("Bea");
    const { id, key } = await createdKey(bea);
    const headers = new Headers({ "x-forwarded-for": "192.0.2.7", "user-agent": "curl" });
    await other.auth.api.verifyApiKey({ body: { key }, headers });
    const { data } = await bea.client.apiKey.usage({ query: { keyId: id } });
    expect(data?.addresses).toEqual([]);
    expect(other.rows()).toMatchObject([{ lastAddress: null, lastClient: "curl" }]);
    expect(other.database.prepare("select * from apikeyAddress").all()).toEqual([]);
    other.database.close();
  });
});
