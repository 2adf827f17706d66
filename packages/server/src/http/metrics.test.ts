import { forgedKey } from "@latchkey/core/testing";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { signUp, whoami } from "../testing/member.ts";
import { type ParsedMetric, parsePrometheus } from "../testing/prometheus-text.ts";
import { startTestServer } from "../testing/test-server.ts";
import { metricsRoute } from "./metrics.ts";

const TOKEN = "a-token-for-metrics";

const told = { contentType: "text/plain; version=0.0.4", text: async () => "up 1\n" };
const at = (remoteAddress?: string) => ({ incoming: { socket: { remoteAddress } } });
const asked = (headers: Record<string, string> = {}) =>
  new Request("http://localhost/metrics", { headers });

/** What a metric says, by its one label, or under `""` where it has none. */
function values(metrics: ReadonlyMap<string, ParsedMetric>, name: string, suffix = "") {
  const samples = metrics.get(name)?.samples.filter((it) => it.name === name + suffix) ?? [];
  return Object.fromEntries(
    samples.map(({ labels, value }) => [Object.values(labels)[0] ?? "", value]),
  );
}

test("says what came of verifications, what they were answered from and what the hasher did", async () => {
  const server = await startTestServer();
  const ada = await signUp(server.url, "Ada");
  const { key, start } = await ada.createKey();
  for (const each of [key, key, key, forgedKey(start)]) await whoami(server.url, each);
  const answer = await fetch(`${server.url}/metrics`);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const metrics = parsePrometheus(await answer.text());
  expect(values(metrics, "latchkey_verifications_total")).toMatchObject({
    valid: 3,
    invalid: 1,
    rate_limited: 0,
    unavailable: 0,
  });
  expect(values(metrics, "latchkey_verification_cache_total")).toEqual({
    hit: 2,
    revalidated: 0,
    miss: 2,
    malformed: 0,
  });
  expect(values(metrics, "latchkey_cached_keys")).toEqual({ "": 1 });
  const runs = values(metrics, "latchkey_hasher_run_duration_seconds", "_count");
  expect(runs).toEqual({ hash: 1, verify: 2 });
  const calls = values(metrics, "latchkey_store_call_duration_seconds", "_count");
  expect(calls).toMatchObject({ insert: 1, findByStart: 2, findOwner: 1 });
  expect(values(metrics, "latchkey_hasher_waiting")).toEqual({ "": 0 });
  expect(values(metrics, "latchkey_faults_total")).toMatchObject({ verify: 0, usage: 0 });
  expect(values(metrics, "latchkey_faults_total")).toMatchObject({ webhooks: 0, alerts: 0 });
  expect(values(metrics, "latchkey_alerts_raised_total")).toMatchObject({ leaked: 0, anomaly: 0 });
  const outcomes = { delivered: 0, retried: 0, failed: 0 };
  expect(values(metrics, "latchkey_webhook_deliveries_total")).toEqual(outcomes);
  expect(values(metrics, "latchkey_build_info")).toEqual({ "0.1.0": 1 });
  for (const name of ["process_cpu_seconds_total", "nodejs_eventloop_lag_p99_seconds"]) {
    expect([...metrics.keys()]).toContain(name);
  }
});

/** What Latchkey tells, with its labels and without its numbers. */
const names = (text: string) =>
  [...parsePrometheus(text)].flatMap(([name, { samples }]) =>
    name.startsWith("latchkey_")
      ? samples.map((sample) => `${sample.name} ${JSON.stringify(sample.labels)}`)
      : [],
  );

test("whatever is done, holds no key, start, name, address or owner, and the same metrics as before", async () => {
  const server = await startTestServer();
  const read = async () => (await fetch(`${server.url}/metrics`)).text();
  const before = names(await read());
  const ada = await signUp(server.url, "Ada");
  const named = await ada.createKey({ name: "Payroll of Grace" });
  const other = await ada.createKey({ name: "Backup" });
  const userId = await ada.userId();
  const deeds = {
    use: () => whoami(server.url, named.key),
    forge: () => whoami(server.url, forgedKey(named.start)),
    garble: () => whoami(server.url, "no key"),
    disable: () => ada.call("POST", "/api-key/update", { keyId: other.id, enabled: false }),
    useOther: () => whoami(server.url, other.key),
    wait: async () => {
      server.clock.advance(1_500);
    },
    revoke: () => ada.revokeKey(other.id),
  };
  type Deed = keyof typeof deeds;
  const all: Deed[] = ["use", "forge", "garble", "disable", "useOther", "wait", "revoke"];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...all), { maxLength: 8 }), async (chosen) => {
      for (const deed of chosen) await deeds[deed]();
      const text = await read();
      expect(names(text)).toEqual(before);
      const secrets = [named, other].flatMap(({ id, key, start }) => [id, key, start]);
      const people = [userId, ada.email, "Ada", "Payroll", "Backup", "203.0.113", "127.0.0.1"];
      for (const each of [...secrets, ...people]) expect(text).not.toContain(each);
    }),
    { numRuns: 10 },
  );
});

test.each(["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])(
  "without a token, %s is told: it is this machine",
  async (address) => {
    const route = metricsRoute({ exposition: told, token: null });
    expect((await route(asked(), at(address))).status).toBe(200);
  },
);

test.each([
  ["another machine", at("192.0.2.1"), {}],
  ["another machine that says it is this one", at("192.0.2.1"), { "x-forwarded-for": "127.0.0.1" }],
  ["a proxy on this machine", at("127.0.0.1"), { "x-forwarded-for": "192.0.2.1" }],
  ["a proxy on this machine, asked by this machine", at("::1"), { forwarded: "for=127.0.0.1" }],
  ["a proxy that says only that it is one", at("::1"), { via: "1.1 proxy" }],
  ["no socket", {}, {}],
])("without a token, %s is told nothing", async (_, bindings, headers) => {
  const route = metricsRoute({ exposition: told, token: null });
  const answer = await route(asked(headers), bindings);
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({
    detail: expect.stringContaining("LATCHKEY_METRICS_TOKEN"),
  });
});

test("with a token, whoever presents it is told, from wherever, and nobody else, not even this machine", async () => {
  const { url, logged } = await startTestServer({ env: { LATCHKEY_METRICS_TOKEN: TOKEN } });
  const status = async (authorization?: string) => {
    const headers = { "x-forwarded-for": "192.0.2.1", ...(authorization && { authorization }) };
    return (await fetch(`${url}/metrics`, { headers })).status;
  };
  expect(await status(`Bearer ${TOKEN}`)).toBe(200);
  expect(await status(`bearer ${TOKEN}`)).toBe(200);
  for (const wrong of [undefined, `Bearer ${TOKEN}x`, "Bearer ", TOKEN, `Basic ${TOKEN}`]) {
    expect(await status(wrong), wrong).toBe(401);
  }
  expect((await fetch(`${url}/metrics`)).headers.get("www-authenticate")).toContain("Bearer");
  expect(JSON.stringify(logged)).not.toContain(TOKEN);
});

test("the request log has a line for who gets no metrics, and none for who gets them", async () => {
  const { url, logged } = await startTestServer();
  await fetch(`${url}/metrics`);
  const lines = () => logged.filter(({ path }) => path === "/metrics");
  expect(lines()).toEqual([]);
  await fetch(`${url}/metrics`, { headers: { via: "1.1 proxy" } });
  expect(lines()).toMatchObject([{ status: 403 }]);
});
