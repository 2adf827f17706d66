import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { loadPage } from "../src/http/page-files.ts";
import { signUp } from "../src/testing/member.ts";
import { verifyAt } from "../src/testing/service-key.ts";
import { startTestServer } from "../src/testing/test-server.ts";
import { test } from "./browser-test.ts";
import { keyCard } from "./key-card.ts";

const PAGE = fileURLToPath(new URL("../dist/page", import.meta.url));

/** A server with the page, an administrator and somebody who is none. */
async function administered() {
  const first = await startTestServer();
  const [ann, bob] = [await signUp(first.url, "Ann"), await signUp(first.url, "Bob")];
  await first.stop();
  const env = { LATCHKEY_ADMINS: ann.email, LATCHKEY_DATA_DIR: first.dataDirectory };
  const server = await startTestServer({ page: loadPage(PAGE), env });
  return { server, ann: ann.at(server.url), bob: bob.at(server.url) };
}

test("an administrator picks in the form that a key may verify others, and it does", async ({
  visitor,
}) => {
  const { server, ann } = await administered();
  await visitor.signInAs(ann, server.url);
  const { page } = visitor;
  const card = keyCard(page);
  await page.goto(`${server.url}/settings/api-keys`);
  await card.createButton.first().click();
  const form = card.createDialog;
  await form.getByLabel("Name", { exact: true }).fill("Gateway");
  await form.getByRole("group", { name: "keys" }).getByLabel("verify").check();
  await form.getByRole("button", { name: "Create API key" }).click();
  await card.revealDialog.waitFor();
  const key = await card.shownKey.innerText();
  const answer = await verifyAt(server.url, key, { key });
  expect(await answer.json()).toMatchObject({ apiKey: { permissions: { keys: ["verify"] } } });
});

test("nobody else is offered any permission", async ({ visitor }) => {
  const { server, bob } = await administered();
  await visitor.signInAs(bob, server.url);
  const card = keyCard(visitor.page);
  await visitor.page.goto(`${server.url}/settings/api-keys`);
  await card.createButton.first().click();
  await card.createDialog.getByLabel("Name", { exact: true }).waitFor();
  expect(await card.createDialog.getByRole("group", { name: "keys" }).count()).toBe(0);
});
