import { getApiKeyWebhooks } from "../index.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Member } from "../testing/installation.ts";
import {
  type OrganizationInstallation,
  organizationInstallation,
} from "../testing/organizations.ts";
import { receiver } from "../testing/receiver.ts";

const URL_OF_OTHERS = "https://example.com/hooks";

let app: OrganizationInstallation;
let ann: Member;
let bob: Member;
let root: Member;

beforeAll(async () => {
  app = await organizationInstallation({
    webhooks: { allowedHosts: ["127.0.0.1"], deliver: false },
    configId: "default",
  });
  [ann, bob, root] = [await app.signUp("Ann"), await app.signUp("Bob"), await app.signUp("Root")];
  app.database.prepare("update user set role = 'admin' where id = ?").run(root.id);
});

afterAll(() => {
  app.database.close();
});

const webhookRows = () => app.database.prepare("select * from apikeyWebhook order by id").all();

async function registered(member: Member, input: Record<string, unknown> = {}) {
  const body = { url: URL_OF_OTHERS, ...input };
  const answer = await app.call("POST", "/api-key/webhooks/create", {
    headers: member.headers,
    body,
  });
  expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ enabled: true })]);
  return { id: String(answer.body["id"]), secret: String(answer.body["secret"]), answer };
}

const POSTS = ["update", "delete", "rotate-secret", "test"] as const;
const bodyOf = (route: (typeof POSTS)[number], webhookId: string) =>
  route === "update" ? { webhookId, enabled: false } : { webhookId };

describe("through the client", () => {
  it("a webhook is registered, listed, changed, tried, given a new secret and removed", async () => {
    const pager = await receiver();
    const { webhooks } = ann.client.apiKey;
    const { data: made } = await webhooks.create({ url: pager.url, description: "Pager" });
    expect(made).toMatchObject({
      referenceId: ann.id,
      configId: "default",
      types: ["api_key.alert.raised"],
      createdById: ann.id,
    });
    const { id: webhookId = "", secret: first = "" } = made ?? {};

    const tested = await webhooks.test({ webhookId });
    expect(tested.data).toMatchObject({ state: "delivered", lastStatus: 204, nextAttemptAt: null });
    expect(pager.messages[0]?.verifiedBy(first)).toMatchObject({ type: "webhook.test" });

    const { data: rotated } = await webhooks.rotateSecret({ webhookId });
    await webhooks.test({ webhookId });
    expect(pager.messages[1]?.verifiedBy(rotated?.secret ?? "")).not.toBeNull();
    expect(pager.messages[1]?.verifiedBy(first)).not.toBeNull();

    const updated = await webhooks.update({ webhookId, enabled: false, description: null });
    expect(updated.data).toMatchObject({ enabled: false, description: null });
    const { data: listed } = await ann.client.apiKey.webhooks({ query: {} });
    expect(listed?.webhooks.map(({ id }) => id)).toEqual([webhookId]);
    expect(listed).toMatchObject({ limit: 10, types: ["api_key.alert.raised"] });

    const { data: page } = await webhooks.deliveries({ query: { webhookId, limit: 1 } });
    expect(page?.deliveries).toHaveLength(1);
    const { data: rest } = await webhooks.deliveries({
      query: { webhookId, cursor: page?.nextCursor ?? "" },
    });
    expect(rest).toMatchObject({ deliveries: [{ type: "webhook.test" }], nextCursor: null });

    expect((await webhooks.delete({ webhookId })).data).toEqual({ success: true });
    expect((await webhooks.test({ webhookId })).error).toMatchObject({
      status: 404,
      code: "WEBHOOK_NOT_FOUND",
    });
  });

  it("what was given up is sent again when asked for, with the same id", async () => {
    const pager = await receiver();
    pager.answering({ status: 500 });
    const { webhooks } = ann.client.apiKey;
    const { data: made } = await webhooks.create({ url: pager.url });
    const { data: failed } = await webhooks.test({ webhookId: made?.id ?? "" });
    expect(failed).toMatchObject({ state: "failed", lastError: "The receiver answered 500." });
    pager.answering({ status: 200 });
    const deliverer = await getApiKeyWebhooks(app.auth);
    deliverer.start();
    const { data: again } = await webhooks.redeliver({ deliveryId: failed?.id ?? "" });
    expect(again).toMatchObject({ state: "pending" });
    await deliverer.close();
    expect(pager.messages.map(({ id }) => id)).toEqual([failed?.eventId, failed?.eventId]);
    await webhooks.delete({ webhookId: made?.id ?? "" });
  });
});

describe("without a session", () => {
  it("every route answers 401 and changes no row", async () => {
    const { id } = await registered(ann);
    const before = webhookRows();
    const create = { url: URL_OF_OTHERS, userId: ann.id };
    expect((await app.call("POST", "/api-key/webhooks/create", { body: create })).status).toBe(401);
    for (const route of POSTS) {
      const path = `/api-key/webhooks/${route}`;
      expect((await app.call("POST", path, { body: bodyOf(route, id) })).status).toBe(401);
    }
    const body = { deliveryId: "any" };
    expect((await app.call("POST", "/api-key/webhooks/redeliver", { body })).status).toBe(401);
    for (const path of ["", `/deliveries?webhookId=${id}`, "?installation=true"]) {
      expect((await app.call("GET", `/api-key/webhooks${path}`)).status).toBe(401);
    }
    expect(webhookRows()).toEqual(before);
  });
});

describe("another owner's webhook", () => {
  it("is answered as one that never was, on every route, and stays as it is", async () => {
    const { id } = await registered(ann);
    const before = webhookRows();
    const { headers } = bob;
    for (const route of POSTS) {
      const ask = (webhookId: string) =>
        app.call("POST", `/api-key/webhooks/${route}`, { headers, body: bodyOf(route, webhookId) });
      const [foreign, unknown] = [await ask(id), await ask("wh_none")];
      expect(foreign.status).toBe(404);
      expect(foreign.text).toBe(unknown.text);
    }
    const log = await app.call("GET", `/api-key/webhooks/deliveries?webhookId=${id}`, { headers });
    expect(log.status).toBe(404);
    const listed = await app.call("GET", "/api-key/webhooks", { headers });
    expect(listed.body).toMatchObject({ webhooks: [] });
    expect(webhookRows()).toEqual(before);
  });

  it("nor are its deliveries sent again for anybody else", async () => {
    const { id } = await registered(ann);
    const delivery = await (await getApiKeyWebhooks(app.auth)).test(id);
    const ask = (deliveryId: string) =>
      app.call("POST", "/api-key/webhooks/redeliver", {
        headers: bob.headers,
        body: { deliveryId },
      });
    const [foreign, unknown] = [await ask(delivery.id), await ask("whd_none")];
    expect(foreign.status).toBe(404);
    expect(foreign.text).toBe(unknown.text);
  });
});

describe("an organization's webhooks", () => {
  it("are looked after by those who may create its keys, and seen by nobody else", async () => {
    const organizationId = await app.found(ann, "hooked");
    const cat = await app.signUp("Cat");
    await app.join(organizationId, bob, "member");
    await app.join(organizationId, cat, "admin");
    const { id } = await registered(cat, { organizationId });
    const listOf = (member: Member) =>
      app.call("GET", `/api-key/webhooks?organizationId=${organizationId}`, {
        headers: member.headers,
      });
    expect((await listOf(ann)).body).toMatchObject({ webhooks: [{ id, createdById: cat.id }] });
    expect((await listOf(bob)).status).toBe(403);
    expect((await listOf(root)).status).toBe(403);
    const remove = (member: Member) =>
      app.call("POST", "/api-key/webhooks/delete", {
        headers: member.headers,
        body: { webhookId: id },
      });
    expect((await remove(bob)).body).toMatchObject({ code: "INSUFFICIENT_API_KEY_PERMISSIONS" });
    expect((await remove(root)).body).toMatchObject({ code: "WEBHOOK_NOT_FOUND" });
    await app.call("POST", "/organization/delete", {
      headers: ann.headers,
      body: { organizationId },
    });
    expect(await (await getApiKeyWebhooks(app.auth)).find(id)).toBeNull();
  });
});

describe("the installation's webhooks", () => {
  it("are administrators', and for everybody else there are none", async () => {
    const { id, answer } = await registered(root, { installation: true });
    expect(answer.body).toMatchObject({ referenceId: null, configId: null });
    const create = { url: URL_OF_OTHERS, installation: true };
    const { headers } = ann;
    const refused = await app.call("POST", "/api-key/webhooks/create", { headers, body: create });
    expect(refused.body).toMatchObject({ code: "ADMINISTRATOR_REQUIRED" });
    const list = await app.call("GET", "/api-key/webhooks?installation=true", { headers });
    expect(list.status).toBe(403);
    const body = { webhookId: id };
    const removed = await app.call("POST", "/api-key/webhooks/delete", { headers, body });
    expect(removed.body).toMatchObject({ code: "WEBHOOK_NOT_FOUND" });
    const listed = await app.call("GET", "/api-key/webhooks?installation=true", {
      headers: root.headers,
    });
    expect(listed.body).toMatchObject({ webhooks: [{ id }] });
    const own = await app.call("GET", "/api-key/webhooks", { headers: root.headers });
    expect(own.body).toMatchObject({ webhooks: [] });
  });
});

describe("what is asked for", () => {
  it.each([
    ["INVALID_WEBHOOK_URL", { url: "http://example.com/" }],
    ["INVALID_WEBHOOK_URL", { url: "https://localhost/" }],
    ["INVALID_WEBHOOK_URL", { url: "https://169.254.169.254/" }],
    ["INVALID_WEBHOOK_URL", { url: "https://user:pass@example.com/" }],
    ["INVALID_WEBHOOK_TYPES", { url: URL_OF_OTHERS, types: ["everything"] }],
    ["INVALID_WEBHOOK_DESCRIPTION", { url: URL_OF_OTHERS, description: "x".repeat(300) }],
    ["VALIDATION_ERROR", {}],
    ["VALIDATION_ERROR", { url: URL_OF_OTHERS, secret: "whsec_mine" }],
    ["VALIDATION_ERROR", { url: URL_OF_OTHERS, referenceId: "somebody" }],
    ["INVALID_CONFIG_ID", { url: URL_OF_OTHERS, configId: "none" }],
    [
      "ORGANIZATION_ID_NOT_ALLOWED",
      { url: URL_OF_OTHERS, installation: true, configId: "default" },
    ],
  ])("is refused with 400 %s where it is %o, and changes no row", async (code, body) => {
    const before = webhookRows();
    const { headers } = root;
    const answer = await app.call("POST", "/api-key/webhooks/create", { headers, body });
    expect([answer.status, answer.body["code"]]).toEqual([400, code]);
    expect(webhookRows()).toEqual(before);
  });

  it("no more than ten of one owner; that it was tried is written down", async () => {
    const eve = await app.signUp("Eve");
    for (let count = 0; count < 10; count += 1) await registered(eve);
    const body = { url: URL_OF_OTHERS };
    const { headers } = eve;
    const answer = await app.call("POST", "/api-key/webhooks/create", { headers, body });
    expect([answer.status, answer.body["code"]]).toEqual([409, "WEBHOOK_LIMIT_REACHED"]);
    const audit = await app.call("GET", "/api-key/audit?action=denied", { headers });
    expect(audit.body["entries"]).toMatchObject([{ reason: "WEBHOOK_LIMIT_REACHED" }]);
  });
});

describe("a secret", () => {
  it("is in the answers to create and rotate, which nobody stores, and nowhere else", async () => {
    const dan = await app.signUp("Dan");
    const { id, secret, answer } = await registered(dan);
    expect(answer.headers.get("cache-control")).toContain("no-store");
    const rotated = await app.call("POST", "/api-key/webhooks/rotate-secret", {
      headers: dan.headers,
      body: { webhookId: id },
    });
    expect(rotated.headers.get("cache-control")).toContain("no-store");
    const update = { webhookId: id, enabled: false };
    const seen = [
      await app.call("GET", "/api-key/webhooks", { headers: dan.headers }),
      await app.call("POST", "/api-key/webhooks/update", { headers: dan.headers, body: update }),
      await app.call("GET", "/api-key/audit", { headers: dan.headers }),
      { text: JSON.stringify(webhookRows()) },
      { text: JSON.stringify(app.database.prepare("select * from apikeyAudit").all()) },
    ];
    for (const each of [secret, String(rotated.body["secret"])]) {
      expect(each).toMatch(/^whsec_/);
      const unknown = each.slice("whsec_".length + 4);
      for (const { text } of seen) expect(text).not.toContain(unknown);
    }
  });

  it("operations are in the audit log, with who did them and the host, without the rest of the URL", async () => {
    const fay = await app.signUp("Fay");
    const { id } = await registered(fay, { url: "https://hooks.example.com/T0/secret-path" });
    const { headers } = fay;
    const body = { webhookId: id };
    await app.call("POST", "/api-key/webhooks/rotate-secret", { headers, body });
    await app.call("POST", "/api-key/webhooks/update", {
      headers,
      body: { ...body, enabled: false },
    });
    await app.call("POST", "/api-key/webhooks/delete", { headers, body });
    const audit = await app.call("GET", "/api-key/audit", { headers });
    expect(audit.body["entries"]).toMatchObject([
      { action: "webhookDeleted", reason: id },
      { action: "webhookUpdated", changes: { enabled: { before: true, after: false } } },
      { action: "webhookSecretRotated" },
      {
        action: "webhookCreated",
        actor: { kind: "user", id: fay.id },
        changes: { host: { before: null, after: "hooks.example.com" } },
      },
    ]);
    expect(audit.text).not.toContain("secret-path");
  });
});

describe("the server's own code", () => {
  it("registers for any user, and for the installation", async () => {
    const { api } = app.auth;
    const made = await api.createApiKeyWebhook({ body: { userId: bob.id, url: URL_OF_OTHERS } });
    expect(made).toMatchObject({ referenceId: bob.id, createdById: null });
    const all = await api.createApiKeyWebhook({
      body: { userId: bob.id, url: URL_OF_OTHERS, installation: true },
    });
    expect(all.referenceId).toBeNull();
    const { webhooks } = await api.listApiKeyWebhooks({ query: { userId: bob.id } });
    expect(webhooks.map(({ id }) => id)).toEqual([made.id]);
    for (const { id } of [made, all]) {
      await api.deleteApiKeyWebhook({ body: { userId: bob.id, webhookId: id } });
    }
  });
});

it("a user who is deleted takes their webhooks along", async () => {
  const gil = await app.signUp("Gil");
  const { id } = await registered(gil);
  await (await app.auth.$context).internalAdapter.deleteUser(gil.id);
  expect(await (await getApiKeyWebhooks(app.auth)).find(id)).toBeNull();
});
