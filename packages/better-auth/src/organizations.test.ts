import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { type KeyOrganization, memberHasLeft } from "./index.ts";
import { type Member, createdKey } from "./testing/installation.ts";
import {
  type OrganizationInstallation,
  organizationInstallation,
} from "./testing/organizations.ts";

let app: OrganizationInstallation;
let owner: Member;
let leaver: Member;
let acme: string;
let key: string;

async function start(leavers?: "keep" | "revoke") {
  app = await organizationInstallation(leavers === undefined ? {} : { leavers });
  [owner, leaver] = [await app.signUp("Owner"), await app.signUp("Leaver")];
  acme = await app.found(owner, "acme");
  await app.join(acme, leaver, "admin");
  ({ key } = await createdKey(leaver, { organizationId: acme }));
  expect(await app.outcome(key)).toBe("valid");
}

afterEach(() => {
  app.database.close();
});

const post = (path: string, headers: Record<string, string>, body: object) =>
  app.call("POST", path, { headers, body });

describe("the keys of an organization", () => {
  beforeEach(() => start());

  it("are answered with the organization, to those who ask for it", async () => {
    const { api } = app.auth;
    const validated = await api.validateAPIKey({ apiKey: key, references: "organization" });
    expect(validated?.organization).toMatchObject({ id: acme, name: "acme", slug: "acme" });
    expect(validated).toMatchObject({ user: null, apiKey: { createdById: leaver.id } });
    const any = await api.validateAPIKey({ apiKey: key, references: "any" });
    expect(any).toEqual(validated);
    expectTypeOf(validated?.organization).toEqualTypeOf<KeyOrganization | undefined>();
  });

  it("are none to code that expects a user's, and a user's none to code that expects an organization's", async () => {
    const { api } = app.auth;
    expect(await api.validateAPIKey({ apiKey: key })).toBeNull();
    const { key: own } = await createdKey(owner);
    expect(await api.validateAPIKey({ apiKey: own, references: "organization" })).toBeNull();
    const any = await api.validateAPIKey({ apiKey: own, references: "any" });
    expect(any?.user?.id).toBe(owner.id);
  });

  it("stop at the very next verification when it is deleted, and their records stay", async () => {
    const answer = await post("/organization/delete", owner.headers, { organizationId: acme });
    expect(answer.status).toBe(200);
    expect(await app.outcome(key)).toBe("API_KEY_INVALID");
    expect(app.rows()).toHaveLength(1);
    const listed = await app.call("GET", `/api-key/list?organizationId=${acme}`, {
      headers: owner.headers,
    });
    expect(listed.status).toBe(403);
  });

  it("stop within a second when it is deleted behind Better Auth's back", async () => {
    app.database.prepare("delete from organization").run();
    app.clock.advance(1_000);
    expect(await app.outcome(key)).toBe("API_KEY_INVALID");
  });

  it("carry the organization as it is now", async () => {
    await post("/organization/update", owner.headers, {
      organizationId: acme,
      data: { name: "Acme Ltd" },
    });
    const validated = await app.auth.api.validateAPIKey({ apiKey: key, references: "any" });
    expect(validated?.organization?.name).toBe("Acme Ltd");
  });

  it("do not stop because a refused request named it", async () => {
    const stranger = await app.signUp("Stranger");
    await post("/organization/delete", stranger.headers, { organizationId: acme });
    await post("/organization/remove-member", stranger.headers, {
      memberIdOrEmail: leaver.email,
      organizationId: acme,
    });
    expect(await app.outcome(key)).toBe("valid");
  });

  it("cannot be managed from a session by nothing but the key", async () => {
    const headers = { "x-api-key": key };
    const answer = await app.call("GET", `/api-key/list?organizationId=${acme}`, { headers });
    expect(answer.status).toBe(401);
  });
});

const LEAVING: readonly [string, () => Promise<unknown>][] = [
  [
    "is removed",
    () =>
      post("/organization/remove-member", owner.headers, {
        memberIdOrEmail: leaver.email,
        organizationId: acme,
      }),
  ],
  ["leaves", () => post("/organization/leave", leaver.headers, { organizationId: acme })],
  [
    "is removed by the server's own code",
    () => memberHasLeft(app.auth, { userId: leaver.id, organizationId: acme }),
  ],
  [
    "is banned",
    async () => (await app.auth.$context).internalAdapter.updateUser(leaver.id, { banned: true }),
  ],
  ["is deleted", async () => (await app.auth.$context).internalAdapter.deleteUser(leaver.id)],
];

describe("when the member who created a key", () => {
  it.each(LEAVING)("%s, it goes on by default: it is the organization's", async (_, leave) => {
    await start();
    await leave();
    expect(await app.outcome(key)).toBe("valid");
  });

  it.each(LEAVING)("%s, it is revoked at once where leavers are to be", async (_, leave) => {
    await start("revoke");
    const others = await createdKey(owner, { organizationId: acme });
    const own = await createdKey(leaver);
    const elsewhere = await app.found(leaver, "elsewhere");
    const there = await createdKey(leaver, { organizationId: elsewhere });
    await leave();
    expect(await app.outcome(key)).toBe("API_KEY_REVOKED");
    expect(await app.outcome(others.key)).toBe("valid");
    const isGone = await app.outcome(own.key);
    // Whoever only left one organization keeps what they have elsewhere.
    expect(await app.outcome(there.key)).toBe(isGone === "valid" ? "valid" : "API_KEY_REVOKED");
  });

  it("leaves, what somebody else has rotated it into stays", async () => {
    await start("revoke");
    const { data } = await leaver.client.apiKey.list({ query: { organizationId: acme } });
    const keyId = data?.apiKeys[0]?.id ?? "";
    const { key: successor } = await owner.client.apiKey.rotate({ keyId });
    await post("/organization/leave", leaver.headers, { organizationId: acme });
    expect(await app.outcome(key)).toBe("API_KEY_REVOKED");
    expect(await app.outcome(successor ?? "")).toBe("valid");
  });

  it("leaves, all of theirs go, however many and whether enabled or not", async () => {
    await start("revoke");
    for (let number = 0; number < 104; number += 1) {
      await createdKey(leaver, { organizationId: acme });
    }
    app.database
      .prepare("update apikey set enabled = 0 where id in (select id from apikey limit 9)")
      .run();
    await post("/organization/leave", leaver.headers, { organizationId: acme });
    expect(app.rows().filter((row) => row["revokedAt"] === null)).toEqual([]);
  });

  it("is about to leave, the policy has said what will happen", async () => {
    await start("revoke");
    const { data } = await owner.client.apiKey.policy({ query: { organizationId: acme } });
    expect(data?.leavers).toBe("revoke");
  });
});

describe("ids that are numbers, of which users and organizations have the same", () => {
  it("do not make one the tenant of the other", async () => {
    app = await organizationInstallation(
      {},
      {},
      { advanced: { database: { generateId: "serial" } } },
    );
    owner = await app.signUp("One");
    const id = await app.found(owner, "one");
    expect([owner.id, id]).toEqual(["1", "1"]);
    const own = await createdKey(owner);
    const theirs = await createdKey(owner, { organizationId: id });
    const mine = await owner.client.apiKey.list({ query: {} });
    const organizations = await owner.client.apiKey.list({ query: { organizationId: id } });
    expect(mine.data?.apiKeys.map((each) => each.id)).toEqual([own.id]);
    expect(organizations.data?.apiKeys.map((each) => each.id)).toEqual([theirs.id]);
    app.setRole(id, owner, "member");
    const revoked = await owner.client.apiKey.revoke({ keyId: theirs.id });
    expect(revoked.error?.status).toBe(403);
    await (await app.auth.$context).internalAdapter.updateUser(owner.id, { banned: true });
    expect([await app.outcome(own.key), await app.outcome(theirs.key)]).toEqual([
      "API_KEY_INVALID",
      "valid",
    ]);
    expect(await app.auth.api.validateAPIKey({ apiKey: theirs.key })).toBeNull();
  });
});
