import { beforeAll, expect, onTestFinished, test } from "vitest";
import { clusterForFile } from "../testing/cluster-for-file.ts";
import { steadyNow, tally } from "../testing/load-thread.ts";
import type { Answered } from "../testing/load-worker.ts";
import { type CreatedKey, type Member, signUp, whoami } from "../testing/member.ts";
import { parsePrometheus } from "../testing/prometheus-text.ts";

/** Milliseconds after which no server believes any more what another has changed. */
const BOUND = 1_500;
const AT_ONCE = 4;
const EVENTUALLY = { timeout: 30_000, interval: 50 };

// Without Redis: what is told at once is told by the database.
const cluster = clusterForFile({ redis: false });

let owner: Member;
/** What customers go on using, at all servers. */
let used: CreatedKey;
/** What is to be changed, and is known to all servers. */
let known: CreatedKey;

beforeAll(async () => {
  const { servers } = cluster.running;
  owner = await signUp(servers[0].url, "Owner");
  used = await cluster.unlimitedKey(owner);
  known = await cluster.unlimitedKey(owner);
  for (const { url } of servers) {
    for (const { key } of [used, known]) expect((await whoami(url, key)).status).toBe(200);
  }
});

const urls = () => cluster.running.servers.map(({ url }) => url);

/** Requests at all servers from now until the end of the test. */
async function traffic(): Promise<{ end(): Promise<readonly Answered[]> }> {
  const loads = urls().map((url) => cluster.load({ url, key: used.key, atOnce: AT_ONCE }));
  await expect
    .poll(() => Math.min(...loads.map(({ answered }) => answered.length)), EVENTUALLY)
    .toBeGreaterThan(AT_ONCE);
  let ending: Promise<readonly Answered[]> | null = null;
  const end = () =>
    (ending ??= Promise.all(loads.map((load) => load.stop())).then((all) => all.flat()));
  onTestFinished(async () => {
    await end();
  });
  return { end };
}

async function readiness(url: string): Promise<{ code: number; status: unknown }> {
  const answer = await fetch(`${url}/readyz`);
  const body: unknown = await answer.json();
  return { code: answer.status, status: Object(body).status };
}

async function allReady(): Promise<void> {
  for (const url of urls()) {
    await expect.poll(async () => (await readiness(url)).code, EVENTUALLY).toBe(200);
  }
}

async function assertAuditIntact(): Promise<void> {
  const { code, stdout } = await cluster.command("audit", "verify");
  expect(stdout).toContain("The audit log is intact");
  expect(code).toBe(0);
}

test.each(["cut", "hold"] as const)(
  "the database away (%s): known keys are served, and nothing else is half-done or told as a wrong key",
  async (fault) => {
    const { servers } = cluster.running;
    const unknown = await cluster.unlimitedKey(owner);
    const customers = await traffic();
    for (const url of urls()) expect((await whoami(url, known.key)).status).toBe(200);
    onTestFinished(() => {
      for (const { toDatabase } of servers) toDatabase.heal();
    });
    for (const { toDatabase } of servers) toDatabase[fault]();

    await Promise.all([
      ...urls().map(async (url) => {
        expect((await whoami(url, known.key)).status).toBe(200);
        const answer = await whoami(url, unknown.key);
        expect(answer.status).toBe(503);
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
        expect(await readiness(url)).toEqual({ code: 503, status: "database unavailable" });
      }),
      ...urls()
        .map((url) => owner.at(url))
        .flatMap((there) => [
          there.call("POST", "/api-key/create", { name: `while away: ${fault}` }),
          there.call("POST", "/api-key/revoke", { keyId: known.id }),
        ])
        .map(async (write) => {
          expect((await write).status).toBeGreaterThanOrEqual(500);
        }),
    ]);

    for (const { toDatabase } of servers) toDatabase.heal();
    await allReady();
    for (const url of urls()) {
      await expect.poll(async () => (await whoami(url, unknown.key)).status, EVENTUALLY).toBe(200);
      expect((await whoami(url, known.key)).status).toBe(200);
    }
    const listed = await owner.listKeys();
    expect(listed.find(({ id }) => id === known.id)?.status).toBe("active");
    expect(listed.filter(({ name }) => name === `while away: ${fault}`)).toEqual([]);
    await assertAuditIntact();
    expect(tally(await customers.end())).toEqual({ 200: expect.any(Number) });
  },
);

/** How many messages of others a server has heard. */
async function heard(url: string): Promise<number> {
  const metrics = parsePrometheus(await (await fetch(`${url}/metrics`)).text());
  const samples = metrics.get("latchkey_change_messages_total")?.samples ?? [];
  return samples.find(({ labels }) => labels["what"] === "received")?.value ?? Number.NaN;
}

test("the database fails over: no request is refused, and what is told at once is so again", async () => {
  const { servers, database } = cluster.running;
  const [first, ...others] = servers;
  const doomed = await cluster.unlimitedKey(owner);
  for (const { url } of servers) expect((await whoami(url, doomed.key)).status).toBe(200);
  const customers = await traffic();
  await database.halt();
  for (const url of urls()) {
    await expect.poll(async () => (await readiness(url)).code, EVENTUALLY).toBe(503);
  }
  await database.resume();
  await allReady();

  // Each hears again what another one tells.
  const before = new Map(
    await Promise.all(others.map(async ({ url }) => [url, await heard(url)] as const)),
  );
  let names = 0;
  for (const { url } of others) {
    await expect
      .poll(async () => {
        names += 1;
        await owner.call("POST", "/api-key/update", { keyId: known.id, name: `name ${names}` });
        return heard(url);
      }, EVENTUALLY)
      .toBeGreaterThan(before.get(url) ?? Number.POSITIVE_INFINITY);
  }
  await owner.at(first.url).revokeKey(doomed.id);
  const revokedAt = steadyNow();
  for (const { url } of others) {
    let lastAccepted = revokedAt;
    for (;;) {
      const beganAt = steadyNow();
      if ((await whoami(url, doomed.key)).status === 401) break;
      lastAccepted = beganAt;
    }
    expect(lastAccepted - revokedAt).toBeLessThan(BOUND);
  }
  await assertAuditIntact();
  expect(tally(await customers.end())).toEqual({ 200: expect.any(Number) });
});

/** Milliseconds for which a process stands still: as long as anything is believed while the database is away. */
const PAUSE = 30_000;

test("a server that stood still while a key was revoked accepts it no more once it goes on", async () => {
  const { servers } = cluster.running;
  const sleeper = servers[servers.length - 1];
  if (sleeper === undefined) throw new Error();
  const doomed = await cluster.unlimitedKey(owner);
  const load = cluster.load({ url: sleeper.url, key: doomed.key, atOnce: AT_ONCE });
  await expect
    .poll(() => load.answered.filter(({ status }) => status === 200).length, EVENTUALLY)
    .toBeGreaterThan(AT_ONCE);
  onTestFinished(() => {
    sleeper.resume();
  });
  sleeper.pause();
  const pausedAt = steadyNow();
  await owner.revokeKey(doomed.id);
  const revokedAt = steadyNow();
  await expect
    .poll(() => steadyNow() - pausedAt, { ...EVENTUALLY, timeout: 2 * PAUSE })
    .toBeGreaterThan(PAUSE);
  const resumedAt = steadyNow();
  sleeper.resume();
  expect((await whoami(sleeper.url, doomed.key)).status).toBe(401);
  const answered = await load.stop();
  const accepted = answered.filter(({ status }) => status === 200);
  expect(
    accepted.filter(({ beganAt }) => beganAt > Math.min(resumedAt, revokedAt + BOUND)),
  ).toEqual([]);
  // Connections that were silent for so long are closed, with what was sent on them until then.
  const lost = answered.filter(({ status }) => status === 0);
  expect(lost.filter(({ beganAt }) => beganAt > resumedAt + BOUND)).toEqual([]);
  const seen = Object.keys(tally(answered)).filter((status) => status !== "0");
  expect(seen).toEqual(["200", "401"]);
});
