import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Member, createdKey } from "../testing/installation.ts";
import {
  type OrganizationInstallation,
  ROUTES,
  type Route,
  ask,
  organizationInstallation,
} from "../testing/organizations.ts";

const routes: readonly Route[] = [
  "create",
  "list",
  "policy",
  "get",
  "update",
  "rotate",
  "revoke",
  "delete",
];

let app: OrganizationInstallation;
let people: Record<string, Member>;
let acme: string;

beforeAll(async () => {
  app = await organizationInstallation();
  const names = ["owner", "admin", "member", "outsider", "removed", "banned", "rival"];
  people = {};
  for (const name of names) people[name] = await app.signUp(name);
  acme = await app.found(who("owner"), "acme");
  await app.found(who("rival"), "rivals");
  await app.join(acme, who("admin"), "admin");
  await app.join(acme, who("member"), "member");
  await app.join(acme, who("removed"), "admin");
  await app.join(acme, who("banned"), "admin");
  app.database.prepare("delete from member where userId = ?").run(who("removed").id);
  app.database.prepare("update user set banned = 1 where id = ?").run(who("banned").id);
});

afterAll(() => {
  app.database.close();
});

function who(name: string): Member {
  const member = people[name];
  if (member === undefined) throw new Error(`There is no ${name}.`);
  return member;
}

const newKey = async () => (await createdKey(who("owner"), { organizationId: acme })).id;

/** Asks for Acme, and for what never was. */
async function askBoth(route: Route, headers: Record<string, string>) {
  const keyId = await newKey();
  const before = app.rows();
  const answer = await ask(app, route, headers, { organizationId: acme, keyId });
  const changed = JSON.stringify(app.rows()) !== JSON.stringify(before);
  const unknown = await ask(app, route, headers, { organizationId: "none", keyId: "none" });
  return { answer, unknown, changed };
}

describe.each(["owner", "admin"])("an organization's %s", (name) => {
  it.each(routes)("may %s", async (route) => {
    const { answer } = await askBoth(route, who(name).headers);
    expect(answer.status).toBe(200);
  });
});

describe("an organization's member", () => {
  it.each(["list", "policy", "get"] as const)("may %s", async (route) => {
    const { answer } = await askBoth(route, who("member").headers);
    expect(answer.status).toBe(200);
  });

  it.each(["create", "update", "rotate", "revoke", "delete"] as const)(
    "may not %s: 403, and no row is changed",
    async (route) => {
      const { answer, changed } = await askBoth(route, who("member").headers);
      expect(answer.status).toBe(403);
      expect(answer.body["code"]).toBe("INSUFFICIENT_API_KEY_PERMISSIONS");
      expect(changed).toBe(false);
    },
  );
});

describe.each(["outsider", "removed", "rival"])("to somebody who is none of it (%s)", (name) => {
  it.each(routes)(
    "%s answers as for an organization or a key that never was, and changes no row",
    async (route) => {
      const { answer, unknown, changed } = await askBoth(route, who(name).headers);
      const { of } = ROUTES[route];
      expect(answer.status).toBe(of === "key" ? 404 : 403);
      expect(answer.body["code"]).toBe(
        of === "key" ? "KEY_NOT_FOUND" : "USER_NOT_MEMBER_OF_ORGANIZATION",
      );
      expect(answer.text).toBe(unknown.text);
      expect(answer.status).toBe(unknown.status);
      expect(changed).toBe(false);
    },
  );
});

describe("to a banned member, and to whoever is not signed in,", () => {
  it.each(routes)("%s answers 401 and changes no row", async (route) => {
    for (const headers of [who("banned").headers, {}]) {
      const { answer, changed } = await askBoth(route, headers);
      expect(answer.status).toBe(401);
      expect(changed).toBe(false);
    }
  });
});

describe("a role", () => {
  it("counts as the database has it at the moment of the request", async () => {
    const { headers } = who("admin");
    const keyId = await newKey();
    app.setRole(acme, who("admin"), "member");
    const refused = await ask(app, "update", headers, { organizationId: acme, keyId });
    app.setRole(acme, who("admin"), "admin");
    const granted = await ask(app, "update", headers, { organizationId: acme, keyId });
    expect([refused.status, granted.status]).toEqual([403, 200]);
  });

  it("may be one of several", async () => {
    const { headers } = who("member");
    app.setRole(acme, who("member"), "member, admin");
    const answer = await ask(app, "create", headers, { organizationId: acme, keyId: "" });
    app.setRole(acme, who("member"), "member");
    expect(answer.status).toBe(200);
  });

  it("that nobody knows may do nothing", async () => {
    const { headers } = who("member");
    app.setRole(acme, who("member"), "toString");
    const answer = await ask(app, "list", headers, { organizationId: acme, keyId: "" });
    app.setRole(acme, who("member"), "member");
    expect(answer.status).toBe(403);
  });
});

describe("the policy says what the caller may do", () => {
  it.each([
    ["owner", true],
    ["admin", true],
    ["member", false],
  ])("%s: %s", async (name, may) => {
    const query = { organizationId: acme };
    const { data } = await who(name).client.apiKey.policy({ query });
    expect(data).toMatchObject({ can: { create: may, update: may, delete: may }, leavers: "keep" });
  });

  it("everything with keys of one's own", async () => {
    const { data } = await who("member").client.apiKey.policy();
    expect(data?.can).toEqual({ create: true, update: true, delete: true });
  });
});

describe("an organization's keys", () => {
  it("are listed apart from those of its members, and with who created them", async () => {
    const admin = who("admin");
    const mine = await createdKey(admin);
    const theirs = await createdKey(admin, { organizationId: acme });
    const own = await admin.client.apiKey.list({ query: {} });
    expect(own.data?.apiKeys.map(({ id }) => id)).toEqual([mine.id]);
    const query = { organizationId: acme, createdById: admin.id };
    const { data } = await who("member").client.apiKey.list({ query });
    expect(data?.apiKeys.map(({ id }) => id)).toContain(theirs.id);
    for (const key of data?.apiKeys ?? []) {
      expect(key).toMatchObject({ createdById: admin.id, referenceId: acme });
      expect(key).toMatchObject({ references: "organization", configId: "organization" });
    }
  });

  it("are the organization's whoever rotates them, who is from then on their creator", async () => {
    const keyId = await newKey();
    const { data } = await who("admin").client.apiKey.rotate({ keyId });
    expect(data).toMatchObject({ referenceId: acme, createdById: who("admin").id });
  });

  it("are open to the server's own code, where there is such an organization", async () => {
    const userId = who("outsider").id;
    const body = { userId, organizationId: acme };
    const key = await app.auth.api.createApiKey({ body });
    expect(key).toMatchObject({ referenceId: acme, createdById: userId });
    const changed = { userId, keyId: key.id, enabled: false };
    expect((await app.auth.api.updateApiKey({ body: changed })).enabled).toBe(false);
    await expect(
      app.auth.api.createApiKey({ body: { userId, organizationId: "none" } }),
    ).rejects.toMatchObject({ body: { code: "USER_NOT_MEMBER_OF_ORGANIZATION" } });
  });
});

describe("which configuration is meant", () => {
  it.each([
    ["ORGANIZATION_ID_REQUIRED", { configId: "organization" }],
    ["ORGANIZATION_ID_NOT_ALLOWED", { configId: "default", organizationId: "any" }],
    ["INVALID_CONFIG_ID", { configId: "none", organizationId: "any" }],
    ["VALIDATION_ERROR", { organizationId: "" }],
    ["VALIDATION_ERROR", { organizationId: ["any"] }],
  ])("%s is a 400 that changes no row", async (code, body) => {
    const before = app.rows();
    const { headers } = who("owner");
    const answer = await app.call("POST", "/api-key/create", { headers, body });
    expect(answer.status).toBe(400);
    expect(answer.body["code"]).toBe(code);
    expect(app.rows()).toEqual(before);
  });
});
