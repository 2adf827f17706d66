import { describe, expect, it } from "vitest";
import { createdKey, installation } from "../testing/installation.ts";
import { organizationInstallation } from "../testing/organizations.ts";

const PERMISSIONS = { keys: ["verify"] };
const METADATA = { permissions: ["verify:keys"] };

describe("an organization's key that not every member could have made", () => {
  it("is rotated by those who could, and refused to the others, who keep nothing of it", async () => {
    const app = await organizationInstallation({
      permissions: {
        grantable: ({ user }) => (user.email.startsWith("chief") ? PERMISSIONS : {}),
      },
    });
    const [chief, deputy] = [await app.signUp("chief"), await app.signUp("deputy")];
    const organizationId = await app.found(chief, "acme");
    await app.join(organizationId, deputy, "owner");
    const create = (permissions: Record<string, string[]>) =>
      createdKey(chief, { organizationId, permissions });
    const rotate = ({ headers }: typeof chief, keyId: string) =>
      app.call("POST", "/api-key/rotate", { headers, body: { keyId } });
    const [special, plain] = [await create(PERMISSIONS), await create({})];
    const before = app.rows();
    const refused = await rotate(deputy, special.id);
    expect(refused.status).toBe(403);
    expect(refused.body["code"]).toBe("PERMISSIONS_NOT_GRANTABLE");
    expect(app.rows()).toEqual(before);
    expect((await rotate(deputy, plain.id)).status).toBe(200);
    expect((await rotate(chief, special.id)).status).toBe(200);
    app.database.close();
  });
});

describe("one's own key", () => {
  it("is rotated with what it may do, whatever may be granted", async () => {
    const app = await installation({ permissions: { defaultPermissions: PERMISSIONS } });
    const ann = await app.signUp("Ann");
    const { id } = await createdKey(ann);
    const { headers } = ann;
    const answer = await app.call("POST", "/api-key/rotate", { headers, body: { keyId: id } });
    expect(answer.body["permissions"]).toEqual(PERMISSIONS);
    app.database.close();
  });
});

describe("permissions in metadata", () => {
  it.each([
    [true, undefined],
    [true, true],
    [false, false],
  ])("count: %s, where something is grantable and countMetadata is %s", async (counts, option) => {
    const app = await installation({
      permissions: {
        grantable: PERMISSIONS,
        ...(option !== undefined && { countMetadata: option }),
      },
    });
    const { key } = await createdKey(await app.signUp("Ann"), { metadata: METADATA });
    const verified = await app.auth.api.verifyApiKey({ body: { key, permissions: PERMISSIONS } });
    expect(verified.valid).toBe(counts);
    app.database.close();
  });

  it("that nobody could grant may stand in metadata where they do not count", async () => {
    const app = await installation({ permissions: { grantable: {}, countMetadata: false } });
    const { headers } = await app.signUp("Ann");
    const answer = await app.call("POST", "/api-key/create", {
      headers,
      body: { metadata: METADATA },
    });
    expect(answer.status).toBe(200);
    app.database.close();
  });
});
