import { expect, test } from "vitest";
import { signUp } from "../testing/member.ts";
import { startTestServer } from "../testing/test-server.ts";

test("nobody is an administrator who is not named", async () => {
  const server = await startTestServer();
  const ann = await signUp(server.url, "Ann");
  expect((await ann.call("GET", "/api-key/admin/list")).status).toBe(403);
});

test("who is named but has signed up only after the start is none before the next, and the log says so", async () => {
  const server = await startTestServer({ env: { LATCHKEY_ADMINS: "ANN@example.com" } });
  const ann = await signUp(server.url, "Ann");
  expect((await ann.call("GET", "/api-key/admin/list")).status).toBe(403);
  expect(server.logged).toContainEqual(
    expect.objectContaining({ level: "warn", email: "ann@example.com" }),
  );
});

test("who is named and has an account is one, and finds anybody's keys", async () => {
  const first = await startTestServer();
  const [ann, bob] = [await signUp(first.url, "Ann"), await signUp(first.url, "Bob")];
  const { id } = await bob.createKey({ name: "Bob's" });
  await first.stop();
  const env = { LATCHKEY_ADMINS: ann.email, LATCHKEY_DATA_DIR: first.dataDirectory };
  const second = await startTestServer({ env });
  const administrator = ann.at(second.url);
  const listed = await administrator.call("GET", "/api-key/admin/list");
  expect(await listed.text()).toContain(id);
  const revoked = await administrator.call("POST", "/api-key/admin/revoke", { keyId: id });
  expect(revoked.status).toBe(200);
  const refused = await bob.at(second.url).call("GET", "/api-key/admin/list");
  expect(refused.status).toBe(403);
});
