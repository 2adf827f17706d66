import type { Page } from "playwright-core";
import { expect } from "vitest";
import { z } from "zod";
import { type Member, whoami } from "../src/testing/member.ts";
import { test as browserTest } from "./browser-test.ts";
import { secretOf, startOf } from "./key-card.ts";
import { buildPeerCard, openPeerCard } from "./peer-card-page.ts";

/**
 * The keys card of `@daveyplate/better-auth-ui` with the client plugin of `@better-auth/api-key`, both
 * as they are published, in front of this server.
 */

const DAY = 24 * 60 * 60 * 1_000;

const test = browserTest.extend("files", { scope: "file" }, () => buildPeerCard());

/** The card by the names that people know its parts by. */
function peerCard(page: Page) {
  const createDialog = page.getByRole("dialog", { name: "Create API Key" });
  const expiry = createDialog.getByRole("combobox", { name: "Expires" });
  return {
    createDialog,
    shownDialog: page.getByRole("dialog", { name: "API Key Created" }),
    deleteDialog: page.getByRole("dialog", { name: "Delete API Key" }),
    // The innermost of the cards: that of the key lies in that of all keys.
    row: (name: string) =>
      page.locator('[data-slot="card"]', { has: page.getByText(name, { exact: true }) }).last(),
    /** Opens the form, fills it in and sends it. Without an expiry, that is left as it is. */
    async create(name: string, expires?: string): Promise<void> {
      await page.getByRole("button", { name: "Create API Key" }).click();
      await createDialog.getByLabel("Name").fill(name);
      if (expires !== undefined) {
        await expiry.click();
        await page.getByRole("option", { name: expires }).click();
      }
      await createDialog.getByRole("button", { name: "Create API Key" }).click();
    },
  };
}

async function signIn(page: Page, { email, password }: Member): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Login" }).click();
}

const whoamiAnswer = z.object({
  user: z.object({ email: z.string() }),
  apiKey: z.object({ name: z.string(), expiresAt: z.coerce.date() }),
});

test("signs in, creates a key that works, shows it once, lists it and deletes it", async ({
  stage,
  visitor,
  member,
  files,
}) => {
  const { page } = visitor;
  const card = peerCard(page);
  await openPeerCard(page, stage.url, files);
  await signIn(page, member);

  await card.create("Kept");
  await card.shownDialog.getByRole("button", { name: "Done" }).click();
  await card.create("Reports", "in 7 days");
  await card.shownDialog.waitFor();
  const key = /lk_dev_\w+/.exec(await card.shownDialog.innerText())?.[0] ?? "";
  const accepted = whoamiAnswer.parse(await (await whoami(stage.url, key)).json());
  expect(accepted).toMatchObject({ user: { email: member.email }, apiKey: { name: "Reports" } });
  const { expiresAt } = accepted.apiKey;
  expect(Math.round((expiresAt.getTime() - Date.now()) / DAY)).toBe(7);

  await card.shownDialog.getByRole("button", { name: "Done" }).click();
  await card.row("Reports").waitFor();
  const shown = await card.row("Reports").innerText();
  expect(shown).toContain(`${startOf(key)}******`);
  expect(shown).toContain(`Expires ${expiresAt.toLocaleDateString("en", { dateStyle: "medium" })}`);
  await page.reload();
  await card.row("Reports").waitFor();
  expect(await page.content()).not.toContain(secretOf(key));

  await card.row("Reports").getByRole("button", { name: "Delete" }).click();
  await card.deleteDialog.getByRole("button", { name: "Delete" }).click();
  await card.row("Reports").waitFor({ state: "detached" });
  expect(await card.row("Kept").count()).toBe(1);
  const refused = await whoami(stage.url, key);
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ code: "API_KEY_INVALID" });
  expect((await member.listKeys()).map(({ name }) => name)).toEqual(["Kept"]);
});

test("says in its own words why a key was refused, and makes none", async ({
  stage,
  visitor,
  member,
  files,
}) => {
  const { page } = visitor;
  visitor.expectComplaints(/status of 400/);
  await visitor.signInAs(member, stage.url);
  await openPeerCard(page, stage.url, files);
  await peerCard(page).create("Too long", "in 1 year");
  await page.getByText("The expiresIn is larger than the predefined maximum value.").waitFor();
  expect(await member.listKeys()).toEqual([]);
});
