import { manualTimers } from "@latchkey/core/testing";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { ApiKeyAlertDigest } from "../../alert-options.ts";
import { getApiKeyEngine } from "../../engine-access.ts";
import { type Member, createdKey, installation } from "../../testing/installation.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** An installation whose background stands still, and Ada with a key about which there is something to tell. */
async function home(
  options: NonNullable<Parameters<typeof installation>[0]> = {},
  adminOptions: Parameters<typeof installation>[3] = {},
) {
  const app = await installation(
    "length" in options ? options : { timers: manualTimers(), ...options },
    {},
    [],
    adminOptions,
  );
  const engine = await getApiKeyEngine(app.auth);
  const ada = await app.signUp("Ada");
  const key = await createdKey(ada, { name: "First", expiresIn: 30 * 24 * 3_600 });
  app.clock.advance(20 * DAY);
  await engine.alerts.sweep();
  const get = (query = "", { headers }: Pick<Member, "headers"> = ada) =>
    app.call("GET", `/api-key/alerts${query}`, { headers });
  const handle = (how: string, alertIds: unknown, { headers }: Pick<Member, "headers"> = ada) =>
    app.call("POST", `/api-key/alerts/${how}`, { headers, body: { alertIds } });
  const [alert] = alertsIn((await get()).body);
  return { ...app, engine, ada, key, get, handle, id: String(alert?.["id"]) };
}

const alertsIn = (body: unknown) =>
  z.object({ alerts: z.array(z.record(z.string(), z.unknown())) }).parse(body).alerts;

describe("GET /api-key/alerts", () => {
  it("tells the owner what there is to tell, and nothing of the key but its start", async () => {
    const { ada, key, get, rows } = await home();
    const { status, body, text } = await get();
    expect(status).toBe(200);
    expect(body).toEqual({
      total: 1,
      limit: 50,
      offset: 0,
      alerts: [
        {
          id: expect.any(String),
          kind: "expiring",
          severity: "info",
          keyId: key.id,
          referenceId: ada.id,
          configId: "default",
          start: key.start,
          name: "First",
          raisedAt: expect.any(String),
          lastSeenAt: expect.any(String),
          count: 1,
          details: { days: 14, expiresAt: key.expiresAt?.toISOString() },
          acknowledgedAt: null,
          acknowledgedById: null,
          resolvedAt: null,
          resolvedById: null,
          sentAt: null,
        },
      ],
    });
    expect(text).not.toContain(key.key.slice(key.start.length));
    expect(text).not.toContain(String(rows()[0]?.["key"]));
  });

  it("is filtered by key, kind and whether it is settled or acknowledged, and paged", async () => {
    const { ada, key, get, engine, handle, id, clock } = await home();
    const other = await createdKey(ada);
    clock.advance(1);
    await engine.alerts.raise({ kind: "leaked", keyId: other.id });
    await handle("acknowledge", [id]);
    await handle("resolve", [id]);
    const kinds = async (query: string) =>
      alertsIn((await get(query)).body).map(({ kind }) => kind);
    expect(await kinds("")).toEqual(["leaked", "expiring"]);
    expect(await kinds(`?keyId=${key.id}`)).toEqual(["expiring"]);
    expect(await kinds("?kind=leaked")).toEqual(["leaked"]);
    expect(await kinds("?open=true")).toEqual(["leaked"]);
    expect(await kinds("?open=false")).toEqual(["expiring"]);
    expect(await kinds("?acknowledged=false")).toEqual(["leaked"]);
    expect(await kinds("?limit=1&offset=1")).toEqual(["expiring"]);
    expect(await kinds("?configId=default")).toEqual(["leaked", "expiring"]);
  });

  it("says what is wrong with a question, and answers nothing", async () => {
    const { get } = await home();
    for (const query of [
      "limit=0",
      "limit=101",
      "offset=-1",
      "open=yes",
      "kind=expired",
      "keyId=",
      "referenceId=x",
      "configId=none",
      "organizationId=x",
      "userId=x",
      "__proto__=x",
    ]) {
      const { status, body } = await get(`?${query}`);
      expect([query, status]).toEqual([query, 400]);
      expect(body).toEqual({ code: expect.any(String), message: expect.any(String) });
    }
  });

  it("is typed in the client, with dates as dates and details as they are stored", async () => {
    const { ada, key, clock, id } = await home();
    const { data } = await ada.client.apiKey.alerts({ query: { open: true, limit: 5 } });
    const [alert] = data?.alerts ?? [];
    expect(alert?.raisedAt).toEqual(new Date(clock.now()));
    expect(alert?.details["expiresAt"]).toBe(key.expiresAt?.toISOString());
    const acknowledged = await ada.client.apiKey.alerts.acknowledge({ alertIds: [id] });
    expect(acknowledged.data?.alerts[0]?.acknowledgedAt).toEqual(new Date(clock.now()));
    const resolved = await ada.client.apiKey.alerts.resolve({ alertIds: [id] });
    expect(resolved.data?.alerts[0]?.resolvedById).toBe(ada.id);
  });
});

describe("acknowledging and settling", () => {
  it("answer the alerts as they are now, in the order in which they were named, and can be repeated", async () => {
    const { ada, engine, handle, id, clock } = await home();
    const other = await engine.alerts.raise({ kind: "leaked", keyId: (await createdKey(ada)).id });
    const first = await handle("acknowledge", [other?.id, id, id]);
    expect(first.status).toBe(200);
    expect(alertsIn(first.body).map((alert) => alert["id"])).toEqual([other?.id, id]);
    const at = new Date(clock.now()).toISOString();
    clock.advance(MINUTE);
    const again = await handle("acknowledge", [id]);
    expect(alertsIn(again.body)).toMatchObject([
      { acknowledgedAt: at, acknowledgedById: ada.id, resolvedAt: null },
    ]);
    expect(alertsIn((await handle("resolve", [id])).body)).toMatchObject([
      { resolvedAt: new Date(clock.now()).toISOString(), resolvedById: ada.id },
    ]);
  });

  it("refuse what is no list of alerts, say what is wrong, and change nothing", async () => {
    const { handle, get } = await home();
    const before = (await get()).text;
    const many = Array.from({ length: 101 }, () => "a");
    for (const alertIds of [[], [""], ["a", 1], "a", null, many]) {
      for (const how of ["acknowledge", "resolve"]) {
        expect((await handle(how, alertIds)).status).toBe(400);
      }
    }
    expect((await get()).text).toBe(before);
  });

  it("of an alert that there is not change none of the others", async () => {
    const { handle, get, id } = await home();
    const before = (await get()).text;
    const answer = await handle("resolve", [id, "never"]);
    expect(answer).toMatchObject({ status: 404, body: { code: "ALERT_NOT_FOUND" } });
    expect((await get()).text).toBe(before);
  });

  it("are for those who may change keys, where the application says who they are", async () => {
    const { handle, get, id } = await home({
      canManage: ({ user }) => user.email !== "ada@example.com",
    });
    const before = (await get()).text;
    for (const how of ["acknowledge", "resolve"]) {
      expect(await handle(how, [id])).toMatchObject({
        status: 403,
        body: { code: "MANAGE_NOT_ALLOWED" },
      });
    }
    expect((await get()).text).toBe(before);
  });
});

describe("administrators", () => {
  it("see everybody's alerts, and that they looked is written down", async () => {
    const { signUp, call, auth, ada, key, engine } = await home();
    const root = await signUp("Root");
    const { adapter } = await auth.$context;
    const list = (query = "") =>
      call("GET", `/api-key/admin/alerts${query}`, { headers: root.headers });
    expect((await list()).status).toBe(403);
    const where = [{ field: "id", value: root.id }];
    await adapter.update({ model: "user", where, update: { role: "admin" } });
    expect(alertsIn((await list(`?referenceId=${ada.id}`)).body)).toMatchObject([
      { keyId: key.id },
    ]);
    expect(alertsIn((await list("?referenceId=nobody")).body)).toEqual([]);
    expect((await list("?organizationId=x")).status).toBe(400);
    const { entries } = await engine.audit.page({ action: "listed", limit: 10 });
    expect(entries).toMatchObject([
      { reason: "alerts", referenceId: "nobody", actor: { id: root.id } },
      { reason: "alerts", referenceId: ada.id },
    ]);
  });
});

describe("sendAlert", () => {
  it("is handed what is to be told to an owner, with their address", async () => {
    const digests: ApiKeyAlertDigest[] = [];
    const sendAlert = async (digest: ApiKeyAlertDigest) => {
      digests.push(digest);
    };
    const { ada, key, clock, engine, get } = await home({ alerts: { sendAlert } });
    expect(digests).toEqual([]);
    clock.advance(5 * MINUTE);
    await engine.alerts.sweep();
    await engine.alerts.sweep();
    expect(digests).toMatchObject([
      {
        owner: { kind: "user", id: ada.id, name: "Ada", email: ada.email },
        alerts: [{ kind: "expiring", keyId: key.id }],
      },
    ]);
    expect(alertsIn((await get()).body)).toMatchObject([
      { sentAt: new Date(clock.now()).toISOString() },
    ]);
  });

  it("that throws is no matter of verifications, and is called again", async () => {
    const calls: unknown[] = [];
    const sendAlert = async (digest: ApiKeyAlertDigest) => {
      calls.push(digest);
      throw new Error("no mail today");
    };
    const { key, clock, engine, outcome } = await home({ alerts: { sendAlert } });
    clock.advance(5 * MINUTE);
    await engine.alerts.sweep();
    expect(await outcome(key.key)).toBe("valid");
    clock.advance(MINUTE);
    await engine.alerts.sweep();
    expect(calls).toHaveLength(2);
  });
});

it("with alerts: false nothing is raised", async () => {
  const { get, engine, key } = await home({ alerts: false });
  expect(await engine.alerts.raise({ kind: "leaked", keyId: key.id })).toBeNull();
  expect((await get()).body).toMatchObject({ alerts: [], total: 0 });
});

it("what contradicts itself is refused at the start", async () => {
  await expect(home({ alerts: { expiringDays: [-1] } })).rejects.toThrow("alerts.expiringDays");
});

it("a key that is tried after its end is told of from what verifications counted", async () => {
  const { ada, auth, call, key, clock, engine, get } = await home();
  await call("POST", "/api-key/revoke", { headers: ada.headers, body: { keyId: key.id } });
  for (let time = 0; time < 3; time += 1) {
    await auth.api.verifyApiKey({ body: { key: key.key } });
  }
  await engine.close();
  clock.advance(2 * MINUTE);
  await engine.alerts.sweep();
  expect(alertsIn((await get("?open=true")).body)).toMatchObject([
    { kind: "ended-key-tried", keyId: key.id, count: 3, details: { status: "revoked" } },
  ]);
});
