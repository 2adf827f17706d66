import { manualTimers } from "@latchkey/core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { getApiKeyEngine } from "../../engine-access.ts";
import { type Member, createdKey } from "../../testing/installation.ts";
import {
  type OrganizationInstallation,
  organizationInstallation,
} from "../../testing/organizations.ts";

const ROUTES = ["acknowledge", "resolve"] as const;
const CONFIGURATIONS = [
  { configId: "own" },
  { configId: "shared", references: "organization" },
] as const;

let app: OrganizationInstallation;

afterEach(() => {
  app.database.close();
});

const get = (query: string, headers: Record<string, string>) =>
  app.call("GET", `/api-key/alerts${query}`, { headers });
const handle = (how: string, id: string, headers: Record<string, string>) =>
  app.call("POST", `/api-key/alerts/${how}`, { headers, body: { alertIds: [id] } });
const stored = () => app.database.prepare("select * from apikeyAlert order by id").all();

/** Ada's own key and her organization's, both leaked. */
async function leaks() {
  app = await organizationInstallation(CONFIGURATIONS);
  const ada = await app.signUp("Ada");
  const organizationId = await app.found(ada, "acme");
  const own = await createdKey(ada, { configId: "own" });
  const shared = await createdKey(ada, { organizationId });
  const { alerts } = await getApiKeyEngine(app.auth);
  const ids = [];
  for (const { id } of [own, shared]) {
    ids.push((await alerts.raise({ kind: "leaked", keyId: id }))?.id ?? "");
  }
  const [ownId = "", sharedId = ""] = ids;
  return { ada, organizationId, own, shared, ownId, sharedId };
}

/** Asserts that somebody is told nothing of an alert, and can change nothing of it. */
async function expectHidden(alertId: string, { headers }: Pick<Member, "headers">) {
  const before = stored();
  for (const how of ROUTES) {
    const [foreign, unknown] = [
      await handle(how, alertId, headers),
      await handle(how, "never-was", headers),
    ];
    expect(foreign.status).toBe(404);
    expect(foreign.text).toBe(unknown.text);
  }
  expect(stored()).toEqual(before);
}

describe("alerts of a user's keys", () => {
  it("are nobody's business without a session", async () => {
    const { ownId, own } = await leaks();
    const before = stored();
    const listed = await get("", {});
    expect(listed.status).toBe(401);
    expect(listed.text).not.toContain(own.start);
    for (const how of ROUTES) expect((await handle(how, ownId, {})).status).toBe(401);
    const headers = { "x-api-key": own.key };
    expect((await get("", headers)).status).toBe(401);
    expect(stored()).toEqual(before);
  });

  it("are as absent for another user as alerts that never were", async () => {
    const { own, ownId, sharedId } = await leaks();
    const eve = await app.signUp("Eve");
    for (const query of ["", `?keyId=${own.id}`, "?configId=own", "?open=true"]) {
      expect((await get(query, eve.headers)).body).toMatchObject({ alerts: [], total: 0 });
    }
    await expectHidden(ownId, eve);
    await expectHidden(sharedId, eve);
  });

  it("are neither hidden nor shown by naming whose they are", async () => {
    const { ada } = await leaks();
    const eve = await app.signUp("Eve");
    for (const query of [`?userId=${ada.id}`, `?referenceId=${ada.id}`]) {
      expect((await get(query, eve.headers)).status).toBe(400);
    }
  });

  it("stay their owner's when the key is deleted", async () => {
    const { ada, own, ownId } = await leaks();
    await app.call("POST", "/api-key/delete", { headers: ada.headers, body: { keyId: own.id } });
    await (await getApiKeyEngine(app.auth)).close();
    expect((await get("?open=false", ada.headers)).body).toMatchObject({
      alerts: [{ id: ownId, keyId: own.id }],
    });
    expect((await handle("acknowledge", ownId, ada.headers)).status).toBe(200);
  });
});

describe("alerts of an organization's keys", () => {
  it("are seen by whoever may look at its keys, and handled by whoever may change them", async () => {
    const { organizationId, sharedId, ownId, ada } = await leaks();
    const [admin, member] = [await app.signUp("Admin"), await app.signUp("Member")];
    await app.join(organizationId, admin, "admin");
    await app.join(organizationId, member, "member");
    const query = `?organizationId=${organizationId}`;
    for (const { headers } of [ada, admin, member]) {
      expect((await get(query, headers)).body).toMatchObject({ alerts: [{ id: sharedId }] });
    }
    const before = stored();
    for (const how of ROUTES) {
      expect(await handle(how, sharedId, member.headers)).toMatchObject({
        status: 403,
        body: { code: "INSUFFICIENT_API_KEY_PERMISSIONS" },
      });
    }
    expect(stored()).toEqual(before);
    await expectHidden(ownId, admin);
    for (const how of ROUTES) expect((await handle(how, sharedId, admin.headers)).status).toBe(200);
  });

  it("are seen by nobody else, from the moment on at which they leave", async () => {
    const { organizationId, sharedId } = await leaks();
    const member = await app.signUp("Member");
    await app.join(organizationId, member, "admin");
    app.database.prepare("delete from member where userId = ?").run(member.id);
    const answer = await get(`?organizationId=${organizationId}`, member.headers);
    expect(answer).toMatchObject({
      status: 403,
      body: { code: "USER_NOT_MEMBER_OF_ORGANIZATION" },
    });
    await expectHidden(sharedId, member);
  });

  it("are not among a member's own", async () => {
    const { ada, ownId } = await leaks();
    expect((await get("", ada.headers)).body).toMatchObject({ alerts: [{ id: ownId }], total: 1 });
  });
});

it("the server's own code deals with the alerts of whom it names", async () => {
  const { ada, ownId } = await leaks();
  const { acknowledgeApiKeyAlerts, listApiKeyAlerts } = app.auth.api;
  const { alerts } = await acknowledgeApiKeyAlerts({ body: { userId: ada.id, alertIds: [ownId] } });
  expect(alerts).toMatchObject([{ acknowledgedById: null, acknowledgedAt: expect.any(Date) }]);
  const page = await listApiKeyAlerts({ query: { userId: ada.id, acknowledged: true } });
  expect(page.alerts.map(({ id }) => id)).toEqual([ownId]);
  await expect(
    acknowledgeApiKeyAlerts({ body: { userId: "eve", alertIds: [ownId] } }),
  ).rejects.toThrow("There is no such alert");
});

it("a session of a key sees no alerts, whatever else it opens", async () => {
  app = await organizationInstallation({
    timers: manualTimers(),
    enableSessionForAPIKeys: true,
    permissions: { grantable: { apiKey: ["read", "update"] } },
  });
  const ada = await app.signUp("Ada");
  const { key } = await createdKey(ada, { permissions: { apiKey: ["read", "update"] } });
  const headers = { "x-api-key": key };
  expect((await app.call("GET", "/api-key/list", { headers })).status).toBe(200);
  expect((await get("", headers)).status).toBe(403);
});
