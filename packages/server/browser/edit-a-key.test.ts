import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { loadPage } from "../src/http/page-files.ts";
import { insertKeys } from "../src/testing/key-rows.ts";
import { type Member, signUp } from "../src/testing/member.ts";
import { startTestServer } from "../src/testing/test-server.ts";
import { test } from "./browser-test.ts";
import { keyCard } from "./key-card.ts";
import type { Visitor } from "./visitor.ts";

const NAME = "Production - Reports";
const PAGE = fileURLToPath(new URL("../dist/page", import.meta.url));
const GRANTABLE = { reports: ["read", "write"], files: ["*"] };

/** A server whose users may give these permissions, and somebody who has signed up there. */
async function openServer(visitor: Visitor) {
  const server = await startTestServer({ page: loadPage(PAGE), grantable: GRANTABLE });
  const member = await signUp(server.url, "Ada");
  await visitor.signInAs(member, server.url);
  const open = async () => {
    await visitor.page.goto(`${server.url}/settings/api-keys`);
    await keyCard(visitor.page).row(NAME).waitFor();
  };
  return { server, member, open, page: visitor.page, card: keyCard(visitor.page) };
}

/** What the page asks the server to change, once it does. */
async function changesSent(page: Page, save: () => Promise<void>): Promise<unknown> {
  const sent = page.waitForRequest("**/api/auth/api-key/update");
  await save();
  const body: unknown = (await sent).postDataJSON();
  return body;
}

async function stored(member: Member, id: string): Promise<unknown> {
  return (await member.call("GET", `/api-key/get?id=${id}`)).json();
}

test("what a key may do, and from where, is changed after it was made; only what was changed is sent", async ({
  visitor,
}) => {
  const { member, open, page, card } = await openServer(visitor);
  const permissions = { reports: ["read"] };
  const { id } = await member.createKey({ name: NAME, permissions });
  await open();

  await card.choose("Edit", NAME);
  const form = card.dialog(`Edit “${NAME}”`);
  const save = () => form.getByRole("button", { name: "Save" }).click();
  expect(await form.getByLabel("Name", { exact: true }).inputValue()).toBe(NAME);
  const reports = form.getByRole("group", { name: "reports" });
  expect(await reports.getByLabel("read").isChecked()).toBe(true);
  await reports.getByLabel("write").check();
  await form.getByLabel("Allowed addresses").fill("203.0.113.0/24\n2001:db8::1");
  expect(await changesSent(page, save)).toEqual({
    keyId: id,
    permissions: { reports: ["read", "write"] },
    allowedAddresses: ["203.0.113.0/24", "2001:db8::1"],
  });
  await page.getByText(`“${NAME}” was changed.`).waitFor();
  await form.waitFor({ state: "hidden" });
  const menu = page.getByRole("button", { name: `Actions for ${NAME}` });
  expect(await menu.and(page.locator(":focus")).count()).toBe(1);

  // No permissions are nothing, never everything; no addresses are any.
  await card.choose("Edit", NAME);
  await reports.getByLabel("read").uncheck();
  await reports.getByLabel("write").uncheck();
  await form.getByLabel("Allowed addresses").fill("");
  expect(await changesSent(page, save)).toEqual({
    keyId: id,
    permissions: {},
    allowedAddresses: null,
  });
  await form.waitFor({ state: "hidden" });
  expect(await stored(member, id)).toMatchObject({ permissions: {}, allowedAddresses: null });
});

test("a dialog in which nothing was changed sends nothing, and one with a mistake leads to it", async ({
  visitor,
}) => {
  const { member, open, page, card } = await openServer(visitor);
  await member.createKey({ name: NAME });
  await open();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api-key/update")) asked.push(request.url());
  });
  await card.choose("Edit", NAME);
  const form = card.dialog(`Edit “${NAME}”`);
  await form.getByLabel("Name", { exact: true }).fill("");
  const addresses = form.getByLabel("Allowed addresses");
  await addresses.fill("home");
  await page.keyboard.press("Tab");
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByText("Enter a name.").waitFor();
  await form.getByText("“home” is no IP address").waitFor();
  const name = form.getByLabel("Name", { exact: true });
  expect(await name.and(page.locator(":focus")).count()).toBe(1);
  await name.fill(NAME);
  await addresses.fill("");
  await page.keyboard.press("Tab");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  expect(asked).toEqual([]);
});

test("a key that has more than its owner may give keeps it, unless it is taken away; the refusal is told at the permissions", async ({
  visitor,
}) => {
  visitor.expectComplaints(/status of 403/);
  const { server, member, open, page, card } = await openServer(visitor);
  await insertKeys(server.databasePath, member, [
    { name: NAME, permissions: { users: ["delete"] } },
  ]);
  const [key] = await member.listKeys();
  await open();
  await card.choose("Edit", NAME);
  const form = card.dialog(`Edit “${NAME}”`);
  await form.getByRole("group", { name: "reports" }).getByLabel("read").check();
  await form.getByRole("button", { name: "Save" }).click();
  const refusal = "users: delete may not be granted";
  await form.getByRole("group", { name: "Permissions" }).getByText(refusal).waitFor();
  expect(await form.locator("fieldset fieldset :focus").count()).toBe(1);
  expect(await stored(member, key?.id ?? "")).toMatchObject({ permissions: { users: ["delete"] } });

  await form.getByRole("group", { name: "users" }).getByLabel("delete").uncheck();
  expect(await form.getByText(refusal).count()).toBe(0);
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText(`“${NAME}” was changed.`).waitFor();
  expect(await stored(member, key?.id ?? "")).toMatchObject({ permissions: { reports: ["read"] } });
});

test("a key that was revoked elsewhere meanwhile is not changed, and the list catches up", async ({
  visitor,
}) => {
  visitor.expectComplaints(/status of 409/);
  const { member, open, card } = await openServer(visitor);
  const { id } = await member.createKey({ name: NAME });
  await open();
  await card.choose("Edit", NAME);
  const form = card.dialog(`Edit “${NAME}”`);
  await member.revokeKey(id);
  await form.getByLabel("Name", { exact: true }).fill("Another name");
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByRole("alert").getByText("revoked API key cannot be changed").waitFor();
  await form.getByRole("button", { name: "Cancel" }).click();
  await card.row(NAME).waitFor({ state: "hidden" });
  expect(await stored(member, id)).toMatchObject({ name: NAME, status: "revoked" });
});

test("a key without a name goes by its start, and one without either is told in words", async ({
  visitor,
}) => {
  const { server, member, page, card } = await openServer(visitor);
  await insertKeys(server.databasePath, member, [
    { name: null, start: "", prefix: "" },
    { name: NAME, start: "", prefix: "" },
  ]);
  await page.goto(`${server.url}/settings/api-keys`);
  await card.row("Unnamed key").waitFor();
  expect(await card.row(NAME).innerText()).toContain("—");
  await card.row(NAME).getByText("How it starts is not known").waitFor();
  await card.choose("Revoke", NAME);
  await page.getByText(`Everything that uses “${NAME}” will be refused`).waitFor();
});
