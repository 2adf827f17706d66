import { afterEach, beforeEach, expect, it } from "vitest";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../testing/installation.ts";

let app: Installation;
let ann: Member;
let parent: Awaited<ReturnType<typeof createdKey>>;

beforeEach(async () => {
  app = await installation({
    enableSessionForAPIKeys: true,
    permissions: { grantable: { files: ["read", "write"], apiKey: ["*"] } },
  });
  ann = await app.signUp("Ann");
  parent = await createdKey(ann, {
    permissions: { files: ["read"], apiKey: ["create", "update"] },
  });
});

afterEach(() => {
  app.database.close();
});

const post = (operation: string, body: object) =>
  app.call("POST", `/api-key/${operation}`, { headers: { "x-api-key": parent.key }, body });

/** What the owner is told of the newest entry. */
async function newest() {
  const { data } = await ann.client.apiKey.audit({ query: { limit: 1 } });
  return data?.entries[0];
}

it("what the session of a key does is told as done by the key", async () => {
  const made = await post("create", { name: "Child" });
  expect(made.status).toBe(200);
  expect(await newest()).toMatchObject({
    action: "created",
    keyId: made.body["id"],
    actor: { kind: "key", id: parent.id },
  });
  await post("update", { keyId: made.body["id"], enabled: false });
  expect(await newest()).toMatchObject({
    action: "disabled",
    actor: { kind: "key", id: parent.id },
  });
});

it("and so is what it is denied", async () => {
  expect((await post("create", { permissions: { files: ["write"] } })).status).toBe(403);
  expect(await newest()).toMatchObject({
    action: "denied",
    reason: "PERMISSIONS_NOT_GRANTABLE",
    actor: { kind: "key", id: parent.id },
  });
  expect((await post("update", { keyId: parent.id, metadata: {} })).status).toBe(403);
  expect(await newest()).toMatchObject({ action: "denied", reason: "API_KEY_SESSION_FORBIDDEN" });
});

it("the session of a key reads no audit log", async () => {
  for (const path of ["/api-key/audit", "/api-key/audit/export"]) {
    const { status, text } = await app.call("GET", path, { headers: { "x-api-key": parent.key } });
    expect([401, 403]).toContain(status);
    expect(text).not.toContain(parent.start);
  }
});
