import { createAccessControl } from "better-auth/plugins/access";
import { defaultStatements, memberAc, ownerAc } from "better-auth/plugins/organization/access";
import { afterEach, describe, expect, it } from "vitest";
import type { Member } from "../testing/installation.ts";
import { installation } from "../testing/installation.ts";
import {
  type OrganizationInstallation,
  type Route,
  ask,
  organizationInstallation,
} from "../testing/organizations.ts";

/** As an application declares it: see docs/organizations.md. */
const ac = createAccessControl({
  ...defaultStatements,
  apiKey: ["create", "read", "update", "delete"],
} as const);
const roles = {
  owner: ac.newRole({ ...ownerAc.statements }),
  admin: ac.newRole({ apiKey: ["read"] }),
  member: ac.newRole({ ...memberAc.statements }),
  operator: ac.newRole({ apiKey: ["create", "read", "update"] }),
  janitor: ac.newRole({ apiKey: ["read", "delete"] }),
};

let app: OrganizationInstallation;

afterEach(() => {
  app.database.close();
});

async function withRole(role: string, organizationOptions: object) {
  app = await organizationInstallation({}, organizationOptions);
  const [owner, member] = [await app.signUp("Owner"), await app.signUp("Member")];
  const organizationId = await app.found(owner, "acme");
  await app.join(organizationId, member, role);
  const status = async (route: Route, asker: Member = member) => {
    const made = await ask(app, "create", owner.headers, { organizationId, keyId: "" });
    const keyId = String(made.body["id"]);
    return (await ask(app, route, asker.headers, { organizationId, keyId })).status;
  };
  return { owner, member, organizationId, status };
}

async function allowed(status: (route: Route) => Promise<number>): Promise<Route[]> {
  const can: Route[] = [];
  for (const route of ["create", "list", "update", "rotate", "revoke", "delete"] as const) {
    const answered = await status(route);
    expect([200, 403]).toContain(answered);
    if (answered === 200) can.push(route);
  }
  return can;
}

describe("where the application's access control knows of apiKey", () => {
  it.each([
    ["operator", ["create", "list", "update", "rotate"]],
    ["janitor", ["list", "revoke", "delete"]],
    ["admin", ["list"]],
    ["member", []],
    ["operator,janitor", ["create", "list", "update", "rotate", "revoke", "delete"]],
  ])("a %s may %j, and nothing else", async (role, can) => {
    const { status } = await withRole(role, { ac, roles });
    expect(await allowed(status)).toEqual(can);
  });

  it("the creator role may do everything, though it is given nothing", async () => {
    const { owner, status } = await withRole("member", { ac, roles });
    expect(await allowed((route) => status(route, owner))).toHaveLength(6);
  });

  it("a role that is made at run time may do what it says, until it says something else", async () => {
    const { organizationId, status } = await withRole("keeper", {
      ac,
      roles,
      dynamicAccessControl: { enabled: true },
    });
    const { adapter } = await app.auth.$context;
    await adapter.create({
      model: "organizationRole",
      data: {
        organizationId,
        role: "keeper",
        permission: JSON.stringify({ apiKey: ["read", "update"] }),
        createdAt: new Date(),
      },
    });
    expect(await allowed(status)).toEqual(["list", "update", "rotate"]);
    const permission = JSON.stringify({ apiKey: ["read"] });
    app.database.prepare("update organizationRole set permission = ?").run(permission);
    expect(await allowed(status)).toEqual(["list"]);
  });
});

describe("where it does not", () => {
  it("a creator role of another name may do everything", async () => {
    const { owner, status } = await withRole("member", { creatorRole: "admin" });
    expect(await allowed((route) => status(route, owner))).toHaveLength(6);
  });

  it("a role that bears a built-in name, but is none of the application's roles, may do nothing", async () => {
    const own = createAccessControl(defaultStatements);
    const { status } = await withRole("admin", {
      ac: own,
      roles: { owner: own.newRole({ ...ownerAc.statements }) },
    });
    expect(await allowed(status)).toEqual([]);
  });
});

describe("a role that is taken away while a key is made", () => {
  it("leaves no key that works, and tells nobody of it", async () => {
    const { member, organizationId } = await withRole("admin", {});
    whenAKeyIsStored("update member set role = 'member' where role = 'admin'");
    const answer = await ask(app, "create", member.headers, { organizationId, keyId: "" });
    expect(answer.status).toBe(403);
    expect(answer.body["code"]).toBe("INSUFFICIENT_API_KEY_PERMISSIONS");
    expect(app.rows()).toEqual([expect.objectContaining({ revokedAt: expect.anything() })]);
  });

  it("leaves no successor that works either; the key can be rotated by others", async () => {
    const { owner, member, organizationId } = await withRole("admin", {});
    const key = await ask(app, "create", owner.headers, { organizationId, keyId: "" });
    const keyId = String(key.body["id"]);
    whenAKeyIsStored("delete from member where role = 'admin'");
    const answer = await ask(app, "rotate", member.headers, { organizationId, keyId });
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain('"key"');
    const again = await ask(app, "rotate", owner.headers, { organizationId, keyId });
    expect(again.status).toBe(200);
    const live = app.rows().filter((row) => row["revokedAt"] === null);
    expect(new Set(live.map(({ id }) => id))).toEqual(new Set([keyId, again.body["id"]]));
  });
});

describe("several configurations", () => {
  it("organizationId alone means the first that is for organizations", async () => {
    const several = [
      { configId: "users" },
      { configId: "teams", references: "organization", defaultPrefix: "team_" },
      { configId: "more", references: "organization" },
    ] as const;
    app = await organizationInstallation(several);
    const owner = await app.signUp("Owner");
    const organizationId = await app.found(owner, "acme");
    const { data } = await owner.client.apiKey.create({ organizationId });
    expect(data).toMatchObject({ configId: "teams", prefix: "team_", referenceId: organizationId });
    const { data: more } = await owner.client.apiKey.create({ organizationId, configId: "more" });
    const query = { organizationId, configId: "more" };
    const { data: listed } = await owner.client.apiKey.list({ query });
    expect(listed?.apiKeys.map(({ id }) => id)).toEqual([more?.id]);
    const other = await owner.client.apiKey.get({
      query: { id: more?.id ?? "", configId: "teams" },
    });
    expect(other.error?.status).toBe(404);
  });
});

describe("without the organization plugin", () => {
  it("organizationId is a 400 that says what is missing, and changes no row", async () => {
    const bare = await installation();
    app = { ...bare, found: never, join: never, setRole: never };
    const { headers } = await bare.signUp("Ann");
    for (const route of ["create", "list", "policy"] as const) {
      const answer = await ask(bare, route, headers, { organizationId: "any", keyId: "" });
      expect(answer.status).toBe(400);
      expect(answer.body["code"]).toBe("ORGANIZATION_PLUGIN_REQUIRED");
    }
    expect(bare.rows()).toEqual([]);
  });
});

function whenAKeyIsStored(statement: string): void {
  app.database.exec(`create trigger meanwhile after insert on apikey begin ${statement}; end`);
}

function never(): never {
  throw new Error("There are no organizations here.");
}
