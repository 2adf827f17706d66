import { apiKeyClient as peerApiKeyClient } from "@better-auth/api-key/client";
import { createAuthClient } from "better-auth/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Installation, type Member, installation } from "../testing/installation.ts";

/** Better Auth's own client plugin, unmodified, against this server plugin. */

const ORIGIN = "http://localhost:3000";

let app: Installation;
let ann: Member;
let client: ReturnType<typeof peerClient>;

/** What was asked of the server, in order: method, path and body. */
let requests: (readonly [method: string, path: string, body: unknown])[];

function peerClient() {
  return createAuthClient({
    baseURL: ORIGIN,
    plugins: [peerApiKeyClient()],
    fetchOptions: {
      headers: ann.headers,
      customFetchImpl: async (url, init) => {
        const request = new Request(url, init);
        const text = await request.clone().text();
        const body: unknown = text === "" ? null : JSON.parse(text);
        requests.push([request.method, new URL(request.url).pathname, body]);
        return app.auth.handler(request);
      },
    },
  });
}

const listKeys = async () => (await client.apiKey.list()).data?.apiKeys ?? [];

beforeEach(async () => {
  requests = [];
  app = await installation({ defaultPrefix: "app_" });
  ann = await app.signUp("Ann");
  client = peerClient();
});

afterEach(() => {
  app.database.close();
});

describe("the peer's client", () => {
  it("creates, lists, gets, updates and deletes; the server verifies", async () => {
    const made = await client.apiKey.create({
      name: "Reports",
      expiresIn: 86_400,
      metadata: { team: "data" },
    });
    expect(made.error).toBeNull();
    const { key = "", id = "" } = made.data ?? {};
    expect(made.data).toMatchObject({
      name: "Reports",
      prefix: "app_",
      enabled: true,
      referenceId: ann.id,
      configId: "default",
      metadata: { team: "data" },
      remaining: null,
      expiresAt: new Date(app.clock.now() + 86_400_000),
    });
    expect(await app.outcome(key)).toBe("valid");

    const listed = await client.apiKey.list();
    expect(listed.data).toMatchObject({ total: 1, apiKeys: [{ id, name: "Reports" }] });
    const got = await client.apiKey.get({ query: { id } });
    expect(got.data).toMatchObject({ id, start: key.slice(0, "app_".length + 8) });
    expect(got.data).not.toHaveProperty("key");

    const renamed = await client.apiKey.update({ keyId: id, name: "Renamed", enabled: false });
    expect(renamed.data).toMatchObject({ id, name: "Renamed", enabled: false });
    expect(await app.outcome(key)).toBe("API_KEY_DISABLED");
    expect((await client.apiKey.delete({ keyId: id })).data).toEqual({ success: true });
    expect(await app.outcome(key)).toBe("API_KEY_INVALID");
    expect(app.rows()).toEqual([]);
  });

  it("pages and sorts as it does at home", async () => {
    for (const name of ["b", "c", "a"]) await client.apiKey.create({ name });
    const { data } = await client.apiKey.list({
      query: { limit: 2, offset: 1, sortBy: "name", sortDirection: "asc" },
    });
    expect(data).toMatchObject({ total: 3, limit: 2, offset: 1 });
    expect(data?.apiKeys.map(({ name }) => name)).toEqual(["b", "c"]);
  });

  it("hears of refusals as { error } with a code", async () => {
    const { data, error } = await client.apiKey.create({ name: "x".repeat(101) });
    expect(data).toBeNull();
    expect(error).toMatchObject({ status: 400, code: "INVALID_NAME_LENGTH" });
    const missing = await client.apiKey.delete({ keyId: "never-was" });
    expect(missing.error).toMatchObject({ status: 404, code: "KEY_NOT_FOUND" });
  });
});

/**
 * What the keys card of `@daveyplate/better-auth-ui` 3.4.0 does with the peer's client, read from its
 * sources (`components/settings/api-key` and `lib/auth-ui-provider`): each of its choices, with a clock
 * that stands still. The card itself is tried in a browser, in `packages/server/browser`.
 */
describe("the peer's card", () => {
  const DAY = 60 * 60 * 24;
  const throwing = { fetchOptions: { throw: true } } as const;

  it("lists the keys that are nobody's but the user's, with name, start and expiry", async () => {
    await client.apiKey.create({ name: "Personal", expiresIn: 7 * DAY });
    await client.apiKey.create({ name: "Of a team", metadata: { organizationId: "team" } });
    const shown = (await listKeys()).filter(({ metadata }) => {
      return metadata?.["organizationId"] === undefined;
    });
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatchObject({
      name: "Personal",
      start: expect.stringMatching(/^app_.{8}$/),
    });
    expect(new Date(shown[0]?.expiresAt ?? 0).getTime()).toBe(app.clock.now() + 7 * DAY * 1_000);
  });

  it("creates with each of its choices of expiry, or none, and shows the key", async () => {
    for (const days of [undefined, 1, 7, 30, 60, 90, 180, 365]) {
      const asked = {
        name: `For ${days ?? "ever"}`,
        expiresIn: days === undefined ? undefined : days * DAY,
        prefix: undefined,
        metadata: undefined,
        ...throwing,
      };
      const created = await client.apiKey.create(asked);
      expect(await app.outcome(created.key)).toBe("valid");
      expect(requests.at(-1)?.[2]).toEqual({
        name: asked.name,
        ...(days !== undefined && { expiresIn: days * DAY }),
      });
    }
    expect(await listKeys()).toHaveLength(8);
  });

  it("creates with the prefix and the metadata that its application configures", async () => {
    const created = await client.apiKey.create({
      name: "Team key",
      prefix: "team_",
      metadata: { plan: "pro", organizationId: "team" },
      ...throwing,
    });
    expect(created).toMatchObject({
      prefix: "team_",
      metadata: { plan: "pro", organizationId: "team" },
    });
    expect(created.key).toMatch(/^team_/);
  });

  it("deletes, and lists again", async () => {
    const { id, key } = await client.apiKey.create({ name: "Short-lived", ...throwing });
    await client.apiKey.delete({ keyId: id, ...throwing });
    expect(requests.at(-1)).toEqual(["POST", "/api/auth/api-key/delete", { keyId: id }]);
    expect(await listKeys()).toEqual([]);
    expect(await app.outcome(key)).toBe("API_KEY_INVALID");
  });

  it("shows what the server refuses, from the error that it throws", async () => {
    const refused = client.apiKey.create({ name: "x".repeat(101), ...throwing });
    await expect(refused).rejects.toMatchObject({ error: { code: "INVALID_NAME_LENGTH" } });
  });
});
