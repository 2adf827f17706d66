import { beforeEach, expect, test } from "vitest";
import { type DescribedAnswers, describedAnswers } from "../testing/described-answers.ts";
import { type Member, signUp } from "../testing/member.ts";
import { serviceKey, verifyAt } from "../testing/service-key.ts";
import { type TestServer, startTestServer } from "../testing/test-server.ts";

const PREFIX = "/api/auth/api-key";
const WISH = {
  name: "Payments",
  environment: "production",
  metadata: { tier: 2, deep: [null, { a: 1 }] },
  permissions: { reports: ["read"] },
  allowedAddresses: ["192.0.2.0/24"],
};

let server: TestServer;
let ada: Member;
let api: DescribedAnswers;

beforeEach(async () => {
  const first = await startTestServer();
  ada = await signUp(first.url, "Ada");
  await first.stop();
  server = await startTestServer({
    grantable: { reports: ["read"] },
    env: { LATCHKEY_ADMINS: ada.email, LATCHKEY_DATA_DIR: first.dataDirectory },
  });
  ada = ada.at(server.url);
  api = describedAnswers(JSON.parse(await (await fetch(`${server.url}/api/openapi.json`)).text()));
});

/** Calls a route of the plugin, and looks whether the answer is what the document says. */
async function call(method: "GET" | "POST", route: string, input: Record<string, unknown> = {}) {
  const query = Object.entries(input).map(([name, value]) => `${name}=${String(value)}`);
  const answer =
    method === "GET"
      ? await ada.call("GET", `/api-key${route}?${query.join("&")}`)
      : await ada.call("POST", `/api-key${route}`, input);
  expect(await api.faultsOf(answer, method, PREFIX + route), route).toEqual([]);
  const body: Record<string, unknown> = JSON.parse(await answer.text());
  return { status: answer.status, body };
}

test("the life of a key is answered as described", async () => {
  const { body: created } = await call("POST", "/create", WISH);
  const keyId = created["id"];
  const statuses = [
    await call("GET", "/get", { id: keyId }),
    await call("GET", "/list", { limit: 5, sortBy: "name", status: "live" }),
    await call("GET", "/policy"),
    await call("POST", "/update", { keyId, name: "Renamed" }),
    await call("POST", "/rotate", { keyId, overlap: 60 }),
    await call("POST", "/revoke", { keyId }),
    await call("POST", "/delete", { keyId }),
    await call("GET", "/audit", { limit: 2, from: "2020-01-01T00:00:00.000Z" }),
    await call("GET", "/alerts", { open: true, limit: 2 }),
    await call("GET", "/admin/alerts", {}),
    await call("GET", "/admin/list", { limit: 2 }),
    await call("POST", "/admin/find", { start: created["start"] }),
    await call("GET", "/admin/audit", {}),
    await call("GET", "/admin/overview", {}),
  ].map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200]));
  const { body: other } = await call("POST", "/create", WISH);
  expect((await call("POST", "/admin/revoke", { keyId: other["id"] })).status).toBe(200);
  expect(api.faultsOfBody(WISH, `${PREFIX}/create`)).toEqual([]);
});

test("what is done with webhooks is answered as described", async () => {
  const { body: refused } = await call("POST", "/webhooks/create", { url: "https://192.0.2.1/" });
  expect(refused["code"]).toBe("INVALID_WEBHOOK_URL");
  // A name that there is nowhere: what comes of a test is told all the same.
  const url = "https://webhooks.invalid/";
  const { body: created } = await call("POST", "/webhooks/create", { url, description: "x" });
  const webhookId = created["id"];
  const { body: tested } = await call("POST", "/webhooks/test", { webhookId });
  const statuses = [
    await call("GET", "/webhooks"),
    await call("GET", "/webhooks", { installation: true }),
    await call("GET", "/webhooks/deliveries", { webhookId, limit: 2 }),
    await call("POST", "/webhooks/redeliver", { deliveryId: tested["id"] }),
    await call("POST", "/webhooks/update", { webhookId, enabled: false }),
    await call("POST", "/webhooks/rotate-secret", { webhookId }),
    await call("POST", "/webhooks/delete", { webhookId }),
  ].map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await call("POST", "/webhooks/test", { webhookId })).status).toBe(404);
});

test("refusals are answered as described, by every status that there is a way to", async () => {
  const { body } = await call("POST", "/create", WISH);
  const refused = [
    await call("POST", "/create", { name: 7 }),
    await call("POST", "/create", { ...WISH, environment: "moon" }),
    await call("GET", "/list", { limit: 1_000 }),
    await call("POST", "/create", { ...WISH, permissions: { files: ["read"] } }),
    await call("GET", "/get", { id: "nobody" }),
    await call("POST", "/revoke", { keyId: body["id"] }),
    await call("POST", "/rotate", { keyId: body["id"] }),
  ].map(({ status }) => status);
  expect(refused).toEqual([400, 400, 400, 403, 404, 200, 409]);
  const nobody = await fetch(`${server.url}${PREFIX}/list`);
  expect(nobody.status).toBe(401);
  expect(await api.faultsOf(nobody, "GET", `${PREFIX}/list`)).toEqual([]);
});

test("verdicts and problems are answered as described", async () => {
  const path = "/api/keys/verify";
  const service = await serviceKey(server, ada);
  const { key } = await ada.createKey({ ...WISH, allowedAddresses: null });
  const limits = [{ name: "exports", max: 1, window: 1_000 }];
  const asked: [number, string | null, unknown][] = [
    [200, service, { key, limits, permissions: ["read:reports"], address: "192.0.2.1", cost: 1 }],
    [200, service, { key, limits }],
    [200, service, { key, permissions: { reports: ["write"] } }],
    [200, service, { key: "wrong" }],
    [200, service, { keys: [{ key }, { key: "wrong" }] }],
    [400, service, { key, cost: 0 }],
    [401, "wrong", { key }],
    [401, null, { key }],
    [403, key, { key }],
    [413, service, { key: "x".repeat(65 * 1024) }],
  ];
  for (const [status, credential, body] of asked) {
    const answer = await verifyAt(server.url, credential, body);
    expect(answer.status).toBe(status);
    expect(await api.faultsOf(answer, "POST", path), await answer.clone().text()).toEqual([]);
    if (status === 200) expect(api.faultsOfBody(body, path)).toEqual([]);
    if (status === 400) expect(api.faultsOfBody(body, path)).not.toEqual([]);
  }
});

test("so are whoami and the answers to orchestrators", async () => {
  const { key } = await ada.createKey({ environment: "production", metadata: { a: 1 } });
  for (const [path, headers] of [
    ["/api/whoami", { "x-api-key": key }],
    ["/api/whoami", {}],
    ["/healthz", {}],
    ["/readyz", {}],
    ["/api/openapi.json", {}],
  ] as [string, Record<string, string>][]) {
    const answer = await fetch(server.url + path, { headers });
    expect(await api.faultsOf(answer, "GET", path)).toEqual([]);
  }
});
