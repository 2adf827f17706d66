import { DatabaseSync } from "node:sqlite";
import { generateKey, systemRandom } from "@latchkey/core";
import { beforeEach, describe, expect, test } from "vitest";
import { type CreatedKey, type Member, signUp, whoami } from "../testing/member.ts";
import { type TestServer, startTestServer } from "../testing/test-server.ts";

const DAY = 24 * 60 * 60;
const METADATA = { service: "payments", limits: [1, null, { deep: true }] };

let server: TestServer;
let ada: Member;
let created: CreatedKey;

beforeEach(async () => {
  server = await startTestServer();
  ada = await signUp(server.url, "Ada");
  created = await ada.createKey({
    name: "Production - Payment Service",
    environment: "production",
    metadata: METADATA,
    expiresIn: 90 * DAY,
  });
});

const ask = (headers: Record<string, string>, query = "") =>
  fetch(`${server.url}/api/whoami${query}`, { headers });

/** Status, challenge and body of a refusal, after checking what all refusals have in common. */
async function refusal(answer: Response) {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const body: unknown = await answer.json();
  expect(body).toMatchObject({ status: answer.status, title: expect.any(String) });
  return { status: answer.status, challenge: answer.headers.get("www-authenticate"), body };
}

describe("a key that is good", () => {
  test.each([
    ["x-api-key", (key: string) => ({ "x-api-key": key })],
    ["Authorization: Bearer", (key: string) => ({ authorization: `Bearer ${key}` })],
    ["both", (key: string) => ({ "x-api-key": key, authorization: `Bearer ${key}` })],
  ])("in %s: 200 with its owner, and what is attached to it", async (_, headers) => {
    const answer = await ask(headers(created.key));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      user: { id: expect.any(String), name: "Ada", email: "ada@example.com" },
      apiKey: {
        id: created.id,
        name: "Production - Payment Service",
        start: created.key.slice(0, "lk_live_".length + 8),
        metadata: METADATA,
        expiresAt: new Date(server.clock.now() + 90 * DAY * 1000).toISOString(),
      },
    });
  });
});

test("the answer says what is left of the key's limits", async () => {
  for (const left of [99, 98]) {
    const { headers } = await whoami(server.url, created.key);
    expect(headers.get("ratelimit-policy")).toBe('"default";q=100;w=60');
    expect(headers.get("ratelimit")).toContain(`"default";r=${left};`);
  }
});

test("a key with an allow-list is good from its addresses, and 403 from others", async () => {
  const bound = await ada.createKey({
    name: "Bound",
    environment: "production",
    expiresIn: 90 * DAY,
    allowedAddresses: ["192.0.2.0/24"],
  });
  const from = (address: string) => ask({ "x-api-key": bound.key, "x-forwarded-for": address });
  expect((await from("192.0.2.7")).status).toBe(200);
  const { status, body } = await refusal(await from("198.51.100.1"));
  expect(status).toBe(403);
  expect(body).toMatchObject({ code: "API_KEY_FORBIDDEN" });
  const pretended = { "x-latchkey-client-address": "192.0.2.7" };
  expect((await ask({ "x-api-key": bound.key, ...pretended })).status).toBe(403);
});

test("HEAD: as GET, without a body", async () => {
  const headers = { "x-api-key": created.key };
  const answer = await fetch(`${server.url}/api/whoami`, { method: "HEAD", headers });
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
});

describe("an organization's key that is good", () => {
  test("200 with the organization, and with nobody of its members", async () => {
    const { organizationId, key, id } = await organizationKey();
    const answer = await whoami(server.url, key);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(JSON.parse(text)).toEqual({
      organization: { id: organizationId, name: "Acme", slug: "acme" },
      apiKey: {
        id,
        name: "Acme's key",
        start: key.slice(0, "lk_live_".length + 8),
        metadata: METADATA,
        expiresAt: new Date(server.clock.now() + 90 * DAY * 1000).toISOString(),
      },
    });
    for (const personal of [ada.email, "Ada", await ada.userId()]) {
      expect(text).not.toContain(personal);
    }
  });

  test("its maker's own key still says the maker", async () => {
    await organizationKey();
    expect(await (await whoami(server.url, created.key)).json()).toMatchObject({
      user: { email: "ada@example.com" },
    });
  });

  test("401 as soon as the organization is deleted, with a warm cache", async () => {
    const { organizationId, key } = await organizationKey();
    expect((await whoami(server.url, key)).status).toBe(200);
    const deleted = await ada.call("POST", "/organization/delete", { organizationId });
    expect(deleted.status).toBe(200);
    const { status, body } = await refusal(await whoami(server.url, key));
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: "API_KEY_INVALID" });
  });

  test("401 API_KEY_REVOKED on the request after the revocation, with a warm cache", async () => {
    const { key, id } = await organizationKey();
    expect((await whoami(server.url, key)).status).toBe(200);
    await ada.revokeKey(id);
    const { body } = await refusal(await whoami(server.url, key));
    expect(body).toMatchObject({ code: "API_KEY_REVOKED" });
  });
});

test("no key: 401 with the challenge alone, and no error code", async () => {
  const { status, challenge, body } = await refusal(await ask({}));
  expect(status).toBe(401);
  expect(challenge).toMatch(/^Bearer\b/);
  expect(challenge).not.toContain("error");
  expect(body).not.toHaveProperty("code");
});

describe("401 API_KEY_INVALID", () => {
  test.each([
    ["garbage", () => "garbage"],
    ["a typo", () => created.key.slice(0, -1) + (created.key.endsWith("a") ? "b" : "a")],
    ["a key that never was", () => generateKey("lk_live_", systemRandom).key],
    ["another secret behind the start of a real key", () => withAnotherSecret(created)],
  ])("for %s", async (_, key) => {
    const { status, challenge, body } = await refusal(await whoami(server.url, key()));
    expect(status).toBe(401);
    expect(challenge).toContain('error="invalid_token"');
    expect(body).toMatchObject({ code: "API_KEY_INVALID" });
  });
});

test("a wrong secret on a revoked key learns nothing of the key", async () => {
  await ada.revokeKey(created.id);
  const { body } = await refusal(await whoami(server.url, withAnotherSecret(created)));
  expect(body).toMatchObject({ code: "API_KEY_INVALID" });
});

test("401 API_KEY_REVOKED on the request after the revocation, with a warm cache", async () => {
  expect((await whoami(server.url, created.key)).status).toBe(200);
  await ada.revokeKey(created.id);
  const { status, body } = await refusal(await whoami(server.url, created.key));
  expect(status).toBe(401);
  expect(body).toMatchObject({ code: "API_KEY_REVOKED" });
});

test("401 API_KEY_EXPIRED from the moment of its expiry on, and not before", async () => {
  server.clock.advance(90 * DAY * 1000 - 1);
  expect((await whoami(server.url, created.key)).status).toBe(200);
  server.clock.advance(1);
  const { status, body } = await refusal(await whoami(server.url, created.key));
  expect(status).toBe(401);
  expect(body).toMatchObject({ code: "API_KEY_EXPIRED" });
});

test("two different credentials: 400", async () => {
  const { status, challenge } = await refusal(
    await ask({ "x-api-key": created.key, authorization: "Bearer another" }),
  );
  expect(status).toBe(400);
  expect(challenge).toContain('error="invalid_request"');
});

test("a key in the URL is refused, even a good one: 400", async () => {
  const { status } = await refusal(await ask({}, `?api_key=${created.key}`));
  expect(status).toBe(400);
});

test("503 API_KEY_UNAVAILABLE with Retry-After where the store fails: never 'invalid'", async () => {
  const elsewhere = new DatabaseSync(server.databasePath);
  elsewhere.exec("DROP TABLE apikey");
  elsewhere.close();
  const answer = await whoami(server.url, created.key);
  expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
  const { status, body } = await refusal(answer);
  expect(status).toBe(503);
  expect(body).toMatchObject({ code: "API_KEY_UNAVAILABLE" });
});

/** A key of an organization that Ada has founded. */
async function organizationKey() {
  const founded = await ada.call("POST", "/organization/create", { name: "Acme", slug: "acme" });
  const { id: organizationId }: { id: string } = JSON.parse(await founded.text());
  const key = await ada.createKey({
    organizationId,
    name: "Acme's key",
    environment: "production",
    metadata: METADATA,
    expiresIn: 90 * DAY,
  });
  return { ...key, organizationId };
}

/** A well-formed key that is found by the start of a real one. */
function withAnotherSecret({ start }: CreatedKey): string {
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const locator = start.slice("lk_live_".length);
  const drawn = Array.from(locator.padEnd(40, "x"), (character) => alphabet.indexOf(character));
  const { key } = generateKey("lk_live_", { bytes: () => Uint8Array.from(drawn) });
  expect(key.startsWith(start)).toBe(true);
  return key;
}
