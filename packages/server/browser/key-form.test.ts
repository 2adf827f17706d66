import { expect } from "vitest";
import { test } from "./browser-test.ts";
import { grantable } from "./grantable.ts";
import { closeReveal, createKey, keyCard } from "./key-card.ts";

const NAME = "Development - Reports";

test("where nothing may be granted, no permissions are offered", async ({ page }) => {
  const card = keyCard(page);
  await card.createButton.click();
  await card.createDialog.getByLabel("Name", { exact: true }).waitFor();
  expect(await card.createDialog.getByText("Permissions").count()).toBe(0);
});

test("permissions are picked from what may be granted, and a refusal is told as the server puts it", async ({
  visitor,
  page,
}) => {
  visitor.expectComplaints(/status of 403/);
  await grantable(page, { reports: ["read", "write"], files: ["*"] });
  await page.reload();
  const card = keyCard(page);
  await card.createButton.click();
  const form = card.createDialog;
  const reports = form.getByRole("group", { name: "reports" });
  expect(await reports.getByLabel("read").isChecked()).toBe(true);
  await reports.getByLabel("read").uncheck();
  await reports.getByLabel("write").check();
  await form.getByRole("group", { name: "files" }).getByLabel("All actions").check();
  await form.getByLabel("Name", { exact: true }).fill(NAME);
  const sent = page.waitForRequest("**/api/auth/api-key/create");
  await form.getByRole("button", { name: "Create API key" }).click();
  expect((await sent).postDataJSON()).toMatchObject({
    permissions: { reports: ["write"], files: ["*"] },
  });
  await form.getByText("may not be granted").waitFor();
});

test("addresses are checked line by line before they are sent, and shown with the key", async ({
  page,
}) => {
  const card = keyCard(page);
  await card.createButton.click();
  const form = card.createDialog;
  await form.getByLabel("Name", { exact: true }).fill(NAME);
  const addresses = form.getByLabel("Allowed addresses");
  expect(await addresses.isVisible()).toBe(false);
  await form.getByText("More options").click();
  await addresses.fill("10.0.0.0/8\n300.1.1.1");
  await form.getByRole("button", { name: "Create API key" }).click();
  await form.getByText("“300.1.1.1” is no IP address and no range").waitFor();
  expect(await addresses.and(page.locator(":focus")).count()).toBe(1);

  await addresses.fill("10.0.0.0/8\n2001:db8::1");
  await form.getByRole("button", { name: "Create API key" }).click();
  await card.revealDialog.waitFor();
  await closeReveal(page);
  await card.choose("Details of", NAME);
  const details = await card.dialog(NAME).innerText();
  expect(details).toContain("10.0.0.0/8");
  expect(details).toContain("2001:db8::1");
  await page.keyboard.press("Escape");
  await card.dialog(NAME).waitFor({ state: "hidden" });
  const menu = page.getByRole("button", { name: `Actions for ${NAME}` });
  expect(await menu.and(page.locator(":focus")).count()).toBe(1);
});

test("a key that was rotated elsewhere meanwhile is not rotated again, and the list catches up", async ({
  visitor,
  member,
  page,
}) => {
  visitor.expectComplaints(/status of 409/);
  const card = keyCard(page);
  await createKey(page, NAME);
  await closeReveal(page);
  const [key] = await member.listKeys();
  expect((await member.call("POST", "/api-key/rotate", { keyId: key?.id })).status).toBe(200);

  await card.choose("Rotate", NAME);
  const dialog = card.dialog(`Rotate “${NAME}”`);
  await dialog.getByRole("button", { name: "Rotate key" }).click();
  await dialog.getByText("has been replaced by another").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await card.rows.nth(1).filter({ hasText: "Rotating" }).waitFor();
});
