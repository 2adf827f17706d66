import type { Page } from "playwright-core";
import { expect } from "vitest";
import { test } from "./browser-test.ts";
import { createKey, keyCard, secretOf } from "./key-card.ts";

/** Everywhere that a page can leave something behind. */
const TRACES = `JSON.stringify({
  html: document.documentElement.outerHTML,
  values: [...document.querySelectorAll("input, textarea, select")].map((field) => field.value),
  url: location.href,
  title: document.title,
  state: history.state,
  cookies: document.cookie,
  local: { ...localStorage },
  session: { ...sessionStorage },
})`;

async function traces(page: Page): Promise<string> {
  const databases = await page.evaluate("indexedDB.databases()");
  expect(databases).toEqual([]);
  return String(await page.evaluate(TRACES));
}

test("once the dialog has closed, the key is nowhere in the page", async ({ page }) => {
  const card = keyCard(page);
  const key = await createKey(page, "Secret");
  const secret = secretOf(key);
  expect(await traces(page)).toContain(secret);

  await card.revealDialog.getByRole("button", { name: "Copy key" }).click();
  await card.revealDialog.getByRole("button", { name: "Done" }).click();
  await card.revealDialog.waitFor({ state: "hidden" });
  await card.row("Secret").waitFor();
  expect(await traces(page)).not.toContain(secret);

  await page.reload();
  await card.row("Secret").waitFor();
  expect(await traces(page)).not.toContain(secret);
});

test("the key comes back neither by going back nor by creating another", async ({ page }) => {
  const card = keyCard(page);
  const key = await createKey(page, "First");
  await card.revealDialog.getByRole("button", { name: "Copy key" }).click();
  await card.revealDialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("link", { name: "Account" }).click();
  await page.goBack();
  await card.row("First").waitFor();
  await card.createButton.click();
  await card.createDialog.waitFor();
  expect(await traces(page)).not.toContain(secretOf(key));
});

test("Escape before the key is saved asks first, and leads back to it", async ({ page }) => {
  const card = keyCard(page);
  const key = await createKey(page, "Nearly lost");
  await page.keyboard.press("Escape");
  await card.leaveDialog.waitFor();
  await card.leaveDialog.getByRole("button", { name: "Back to the key" }).click();
  await card.leaveDialog.waitFor({ state: "hidden" });
  expect(await card.shownKey.innerText()).toBe(key);

  await page.keyboard.press("Escape");
  await card.leaveDialog.getByRole("button", { name: "Close anyway" }).click();
  await card.revealDialog.waitFor({ state: "hidden" });
  await card.row("Nearly lost").waitFor();
  expect(await traces(page)).not.toContain(secretOf(key));
});

test("Escape after the key was copied does not ask", async ({ page }) => {
  const card = keyCard(page);
  await createKey(page, "Copied");
  await card.revealDialog.getByRole("button", { name: "Copy key" }).click();
  await page.getByText("API key copied to the clipboard.").waitFor();
  await page.keyboard.press("Escape");
  await card.revealDialog.waitFor({ state: "hidden" });
  expect(await card.leaveDialog.count()).toBe(0);
});

test("where the clipboard is refused, the key is selected and the keys to press are named", async ({
  page,
}) => {
  await page.evaluate(`
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("", "NotAllowedError"));
    document.execCommand = () => false;
  `);
  const card = keyCard(page);
  const key = await createKey(page, "By hand");
  await card.revealDialog.getByRole("button", { name: "Copy key" }).click();
  await page.getByText("Your browser did not allow copying.").waitFor();
  expect(await page.evaluate("String(getSelection())")).toBe(key);
  expect(await card.revealDialog.getByRole("status").innerText()).toMatch(/press (⌘C|Ctrl\+C)/);
});
