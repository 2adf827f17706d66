import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { whoami } from "../src/testing/member.ts";
import { test } from "./browser-test.ts";
import { keyCard } from "./key-card.ts";

/** More stops than any state of the page has. */
const MAX_STOPS = 40;

/** Presses Tab until the focus is on what has this role and name. */
async function tabTo(page: Page, role: "button" | "textbox", name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true });
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    if ((await wanted.and(focused(page)).count()) === 1) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to the ${role} “${name}”`);
}

function focused(page: Page): Locator {
  return page.locator(":focus");
}

test("a key can be created, copied and revoked with the keyboard alone", async ({
  stage,
  page,
}) => {
  const card = keyCard(page);
  await tabTo(page, "button", "Create API key");
  await page.keyboard.press("Enter");
  await card.createDialog.waitFor();

  // The focus is in the name field already.
  await page.keyboard.type("By keyboard");
  await tabTo(page, "button", "Add metadata");
  await page.keyboard.press("Enter");
  await page.keyboard.type("service");
  await page.keyboard.press("Tab");
  await page.keyboard.type("payments");
  await page.keyboard.press("Enter");

  await card.revealDialog.waitFor();
  const key = await card.shownKey.innerText();
  await tabTo(page, "button", "Copy key");
  await page.keyboard.press("Enter");
  await page.getByText("API key copied to the clipboard.").waitFor();
  await tabTo(page, "button", "Done");
  await page.keyboard.press("Enter");
  await card.revealDialog.waitFor({ state: "hidden" });
  expect(await focused(page).innerText()).toBe("Create API key");
  expect(await (await whoami(stage.url, key)).json()).toMatchObject({
    apiKey: { name: "By keyboard", metadata: { service: "payments" } },
  });

  await tabTo(page, "button", "Actions for By keyboard");
  await page.keyboard.press("Enter");
  await page.getByRole("menu", { name: "Actions for By keyboard" }).waitFor();
  // A menu is typed in: the letters lead to the item that begins with them.
  await page.keyboard.type("rev");
  await page.keyboard.press("Enter");
  await card.dialog("Revoke “By keyboard”?").waitFor();
  await tabTo(page, "button", "Revoke key");
  await page.keyboard.press("Enter");
  await page.getByText("“By keyboard” was revoked.").waitFor();
  expect((await whoami(stage.url, key)).status).toBe(401);
});

test("Tab goes round in an open dialog and never to the page behind it", async ({ page }) => {
  const card = keyCard(page);
  await card.createButton.click();
  await card.createDialog.waitFor();
  let rounds = 0;
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    expect(await page.locator("#root :focus").count()).toBe(0);
    rounds += await card.createDialog.getByLabel("Name").and(focused(page)).count();
  }
  expect(rounds).toBeGreaterThan(1);
});
