import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { type Member, signUp } from "../testing/member.ts";
import { serviceKey, verifyAt } from "../testing/service-key.ts";
import { startTestServer } from "../testing/test-server.ts";

const WISH = { environment: "production", permissions: { keys: ["verify"] } };

const create = (member: Member, input: object = WISH) =>
  member.call("POST", "/api-key/create", input);

const rotate = async (member: Member, keyId: string) =>
  (await member.call("POST", "/api-key/rotate", { keyId })).status;

/** A server with an administrator and somebody who is none. */
async function administered() {
  const first = await startTestServer();
  const [ann, bob] = [await signUp(first.url, "Ann"), await signUp(first.url, "Bob")];
  await first.stop();
  const env = { LATCHKEY_ADMINS: ann.email, LATCHKEY_DATA_DIR: first.dataDirectory };
  const server = await startTestServer({ env });
  return { server, ann: ann.at(server.url), bob: bob.at(server.url) };
}

const grantable = async (member: Member): Promise<unknown> =>
  JSON.parse(await (await member.call("GET", "/api-key/policy")).text()).permissions.grantable;

test("an administrator's form offers it, and the key that it makes verifies others", async () => {
  const { server, ann, bob } = await administered();
  expect(await grantable(ann)).toEqual({ keys: ["verify"] });
  const { key } = await ann.createKey(WISH);
  const asked = await bob.createKey({ environment: "production" });
  const answer = await verifyAt(server.url, key, { key: asked.key });
  expect(await answer.json()).toMatchObject({ valid: true, owner: { email: bob.email } });
});

test("everybody else is offered nothing, and refused: on create, on update, and for more than it", async () => {
  const { ann, bob } = await administered();
  expect(await grantable(bob)).toEqual({});
  expect((await create(bob)).status).toBe(403);
  const own = await bob.createKey({ environment: "production" });
  const update = { keyId: own.id, permissions: WISH.permissions };
  expect((await bob.call("POST", "/api-key/update", update)).status).toBe(403);
  const everything = { ...WISH, permissions: { keys: ["*"] } };
  for (const member of [ann, bob]) expect((await create(member, everything)).status).toBe(403);
});

test("what is written in metadata counts for nothing, whoever wrote it", async () => {
  const { server, ann, bob } = await administered();
  const metadata = { permissions: ["verify:keys"] };
  for (const member of [ann, bob]) {
    const { key } = await member.createKey({ environment: "production", metadata });
    const answer = await verifyAt(server.url, key, { key });
    expect(answer.status).toBe(403);
  }
});

test("its owner can rotate it, and in an organization nobody who could not grant it", async () => {
  const { server, ann, bob } = await administered();
  await serviceKey(server, bob);
  const [own] = await bob.listKeys();
  expect(await rotate(bob, own?.id ?? "")).toBe(200);
  const founded = await ann.call("POST", "/organization/create", { name: "Acme", slug: "acme" });
  const { id: organizationId }: { id: string } = JSON.parse(await founded.text());
  const database = new DatabaseSync(server.databasePath, { timeout: 5_000 });
  database
    .prepare(
      "insert into member (id, organizationId, userId, role, createdAt) values (?, ?, ?, ?, ?)",
    )
    .run("bob", organizationId, await bob.userId(), "owner", new Date().toISOString());
  database.close();
  const plain = await ann.createKey({ environment: "production", organizationId });
  expect(await rotate(bob, plain.id)).toBe(200);
  const { id } = await ann.createKey({ ...WISH, organizationId });
  expect(await rotate(bob, id)).toBe(403);
  expect(await rotate(ann, id)).toBe(200);
});
