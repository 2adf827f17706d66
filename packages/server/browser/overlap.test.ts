import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { loadPage } from "../src/http/page-files.ts";
import { signUp, whoami } from "../src/testing/member.ts";
import { startTestServer } from "../src/testing/test-server.ts";
import { test } from "./browser-test.ts";
import { closeReveal, createKey, keyCard } from "./key-card.ts";

const NAME = "Production - Payment Service";
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const PAGE = fileURLToPath(new URL("../dist/page", import.meta.url));

test("a production key that was rotated works until its overlap has run out, and the page shows it", async ({
  visitor,
}) => {
  const server = await startTestServer({ page: loadPage(PAGE) });
  const { page } = visitor;
  /** The same time in the server and in the page, which stands still in both. */
  const wait = async (milliseconds: number) => {
    server.clock.advance(milliseconds);
    await page.clock.setFixedTime(server.clock.now());
  };
  await wait(0);
  await visitor.signInAs(await signUp(server.url, "Ada"), server.url);
  await page.goto(`${server.url}/settings/api-keys`);
  const card = keyCard(page);
  const old = await createKey(page, NAME, {}, "Production");
  await closeReveal(page);

  await wait(89 * DAY);
  await page.reload();
  await card.choose("Rotate", NAME);
  const form = card.dialog(`Rotate “${NAME}”`);
  await form.getByLabel("1 day").check();
  await form.getByRole("button", { name: "Rotate key" }).click();
  await card.revealDialog.waitFor();
  const successor = await card.shownKey.innerText();
  await closeReveal(page);
  await expect.poll(() => card.rows.nth(1).innerText()).toContain("Rotating");

  // Somebody has not changed over yet, and the owner can see it.
  await wait(23 * HOUR);
  expect((await whoami(server.url, old)).status).toBe(200);
  await page.reload();
  await expect.poll(() => card.rows.nth(1).innerText()).toContain("Used since it was replaced");
  expect(await card.rows.nth(1).innerText()).toMatch(/Stops working\s+in 1 hour/);

  await wait(HOUR);
  const refused = await whoami(server.url, old);
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ code: "API_KEY_EXPIRED" });
  expect((await whoami(server.url, successor)).status).toBe(200);
  await page.reload();
  await card.total.filter({ hasText: /^1 key$/ }).waitFor();
  await card.filter.selectOption("Expired");
  await card.rows.filter({ hasText: "Expired" }).waitFor();
  expect(await card.row(NAME).innerText()).not.toContain("Rotating");
});
