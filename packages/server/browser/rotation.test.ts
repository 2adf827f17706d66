import type { Page } from "playwright-core";
import { expect } from "vitest";
import { whoami } from "../src/testing/member.ts";
import { test } from "./browser-test.ts";
import { closeReveal, createKey, keyCard, startOf } from "./key-card.ts";

const NAME = "Production - Payment Service";

/** From the list to the list; answers the key's replacement. */
async function rotateKey(page: Page, name: string, overlap: string): Promise<string> {
  const card = keyCard(page);
  await card.choose("Rotate", name);
  const form = card.dialog(`Rotate “${name}”`);
  await form.getByLabel(overlap).check();
  await form.getByRole("button", { name: "Rotate key" }).click();
  await card.revealDialog.waitFor();
  const key = await card.shownKey.innerText();
  await closeReveal(page);
  return key;
}

test("both keys work during the overlap, and the list tells them apart", async ({
  stage,
  page,
}) => {
  const old = await createKey(page, NAME, { service: "payments" });
  await closeReveal(page);
  const successor = await rotateKey(page, NAME, "1 day");
  expect(successor).not.toBe(old);

  const answer = await whoami(stage.url, successor);
  expect(await answer.json()).toMatchObject({
    apiKey: { name: NAME, metadata: { service: "payments" } },
  });
  expect((await whoami(stage.url, old)).status).toBe(200);

  const { rows } = keyCard(page);
  await rows.nth(1).waitFor();
  expect(await rows.nth(0).innerText()).toContain(`Replaces ${startOf(old)}…`);
  expect(await rows.nth(1).innerText()).toContain("Rotating");
  expect(await rows.nth(1).innerText()).toContain("Not used since it was replaced");
});

test("a key that is stopped at once is refused, its replacement is not", async ({
  stage,
  page,
}) => {
  const old = await createKey(page, NAME);
  await closeReveal(page);
  const successor = await rotateKey(page, NAME, "Stop it now");
  expect((await whoami(stage.url, old)).status).toBe(401);
  expect((await whoami(stage.url, successor)).status).toBe(200);
  const { rows } = keyCard(page);
  await expect.poll(() => rows.count()).toBe(1);
});

test("revoking a replaced key leaves its replacement working", async ({ stage, page }) => {
  const card = keyCard(page);
  const old = await createKey(page, NAME);
  await closeReveal(page);
  const successor = await rotateKey(page, NAME, "7 days");

  await card.choose("Revoke", `old ${NAME}`);
  const dialog = card.dialog(`Revoke “${NAME}”?`);
  await dialog.getByText("Its replacement keeps working.").waitFor();
  await dialog.getByRole("button", { name: "Revoke key" }).click();
  await page.getByText(`“${NAME}” was revoked.`).waitFor();
  expect((await whoami(stage.url, old)).status).toBe(401);
  expect((await whoami(stage.url, successor)).status).toBe(200);
});

test("whoever revokes a replacement is told until when the old key works", async ({ page }) => {
  const card = keyCard(page);
  const old = await createKey(page, NAME);
  await closeReveal(page);
  await rotateKey(page, NAME, "1 hour");
  await card.choose("Revoke", NAME);
  const dialog = card.dialog(`Revoke “${NAME}”?`);
  expect(await dialog.innerText()).toMatch(
    `The key that it replaced, ${startOf(old)}…, keeps working until `,
  );
});

test("the new key is not left unsaved without being asked", async ({ page }) => {
  const card = keyCard(page);
  await createKey(page, NAME);
  await closeReveal(page);
  await card.choose("Rotate", NAME);
  await card.dialog(`Rotate “${NAME}”`).getByRole("button", { name: "Rotate key" }).click();
  await card.revealDialog.waitFor();
  const key = await card.shownKey.innerText();
  await page.keyboard.press("Escape");
  await card.leaveDialog.getByRole("button", { name: "Back to the key" }).click();
  await card.leaveDialog.waitFor({ state: "hidden" });
  expect(await card.shownKey.innerText()).toBe(key);
});
