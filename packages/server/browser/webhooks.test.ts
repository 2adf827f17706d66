import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Member } from "../src/testing/member.ts";
import { test } from "./browser-test.ts";
import { keyCard } from "./key-card.ts";
import { startReceiver } from "./receiver.ts";
import type { Stage } from "./stage.ts";
import type { Visitor } from "./visitor.ts";

async function openWebhooks(stage: Stage, visitor: Visitor, member: Member): Promise<Page> {
  await visitor.signInAs(member, stage.url);
  await visitor.page.goto(`${stage.url}/settings/webhooks`);
  await visitor.page.getByRole("heading", { name: "No webhooks yet" }).waitFor();
  return visitor.page;
}

const secretDialog = (page: Page) => keyCard(page).dialog("Save the signing secret");
const shownSecret = (page: Page) => page.getByRole("textbox", { name: "Signing secret" });

/** Goes through the form; ends with the dialog that shows the secret. */
async function addWebhook(page: Page, url: string, description = ""): Promise<void> {
  await page.getByRole("button", { name: "Add webhook" }).first().click();
  const form = keyCard(page).dialog("Add webhook");
  await form.getByLabel("URL").fill(url);
  await form.getByLabel("Description").fill(description);
  await form.getByRole("button", { name: "Add webhook" }).click();
}

async function closeSecret(page: Page): Promise<void> {
  await secretDialog(page).getByRole("button", { name: "Copy secret" }).click();
  await secretDialog(page).getByRole("button", { name: "Done" }).click();
  await secretDialog(page).waitFor({ state: "hidden" });
}

test("where events may not go is said beside the field, which has the focus", async ({
  stage,
  visitor,
  member,
}) => {
  visitor.expectComplaints(/status of 400/);
  const page = await openWebhooks(stage, visitor, member);
  const form = keyCard(page).dialog("Add webhook");
  const url = form.getByLabel("URL");
  await addWebhook(page, "");
  await form.getByText("Enter a URL.").waitFor();
  expect(await url.evaluate((input) => input.matches(":focus"))).toBe(true);

  await url.fill("https://10.0.0.1/hooks");
  expect(await form.getByText("Enter a URL.").count()).toBe(0);
  await form.getByRole("button", { name: "Add webhook" }).click();
  await form.getByText("must lead to a public address").waitFor();
  expect(await url.getAttribute("aria-invalid")).toBe("true");
  expect(await url.evaluate((input) => input.matches(":focus"))).toBe(true);
  await url.fill("https://10.0.0.2/hooks");
  expect(await url.getAttribute("aria-invalid")).toBeNull();
});

test("the secret is shown once, and leaving without it asks first", async ({
  stage,
  visitor,
  member,
}) => {
  const page = await openWebhooks(stage, visitor, member);
  const { url } = await startReceiver();
  await addWebhook(page, url, "On-call");
  await secretDialog(page).waitFor();
  const secret = await shownSecret(page).innerText();
  expect(secret).toMatch(/^whsec_/);
  await page.keyboard.press("Escape");
  const leave = keyCard(page).dialog("Close without saving the secret?");
  await leave.getByRole("button", { name: "Back to the secret" }).click();
  await closeSecret(page);
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(secret);
  await keyCard(page).row("On-call").waitFor();
  expect(await page.content()).not.toContain(secret);
  const focused = await page.evaluate("document.activeElement.textContent");
  expect(focused).toBe("Add webhook");
});

test("a test tells what came back; what was sent is in the log, and can be sent again", async ({
  stage,
  visitor,
  member,
}) => {
  const page = await openWebhooks(stage, visitor, member);
  const receiver = await startReceiver();
  await addWebhook(page, receiver.url, "On-call");
  await closeSecret(page);
  const row = keyCard(page).row("On-call");
  await row.getByText("None yet").waitFor();
  await row.getByRole("button", { name: "Send test to On-call" }).click();
  await row.getByText("Test delivered. The receiver answered 204").waitFor();

  receiver.status = 500;
  await row.getByRole("button", { name: "Send test to On-call" }).click();
  await row.getByText("Test not delivered. The receiver answered 500").waitFor();
  await row.getByText("Failing", { exact: true }).waitFor();
  expect(new Set(receiver.received).size).toBe(2);

  receiver.status = 204;
  await keyCard(page).choose("Deliveries to", "On-call");
  const details = keyCard(page).dialog("On-call");
  const log = details.getByRole("list", { name: "Deliveries" }).getByRole("listitem");
  await log.nth(1).waitFor();
  expect(await log.nth(0).innerText()).toMatch(/Failed[^]*1 attempt[^]*answered 500/);
  await log
    .nth(0)
    .getByRole("button", { name: /^Send again/ })
    .click();
  await log.nth(0).getByText("Delivered").waitFor();
  expect(new Set(receiver.received).size).toBe(2);
  expect(receiver.received.length).toBe(3);
  await details.getByText("On", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await details.waitFor({ state: "hidden" });
  const menu = page.getByRole("button", { name: "Actions for On-call" });
  expect(await menu.evaluate((button) => button.matches(":focus"))).toBe(true);
});

test("it is switched off and on, given a new secret, and deleted, by keyboard", async ({
  stage,
  visitor,
  member,
}) => {
  const page = await openWebhooks(stage, visitor, member);
  const { url } = await startReceiver();
  await addWebhook(page, url, "On-call");
  const first = await shownSecret(page).innerText();
  await closeSecret(page);
  const row = keyCard(page).row("On-call");
  const choose = async (name: string) => {
    // While something of the row is under way, its menu does not open.
    await row.and(page.locator('[aria-busy="false"]')).waitFor();
    await page.getByRole("button", { name: "Actions for On-call" }).focus();
    await page.keyboard.press("Enter");
    // The menu gives the focus to one of its items when it has opened: after that it stays where it is put.
    await page.locator("[role=menuitem]:focus").waitFor();
    await page.getByRole("menuitem", { name }).press("Enter");
  };
  await choose("Switch off On-call");
  await page.getByText("Nothing is sent to it until you switch it on.").waitFor();
  await row.getByText("Off", { exact: true }).waitFor();
  await choose("Switch on On-call");
  await row.getByText("On", { exact: true }).waitFor();

  await choose("New secret for On-call");
  await page.getByRole("button", { name: "Make new secret" }).press("Enter");
  await secretDialog(page).waitFor();
  expect(await shownSecret(page).innerText()).not.toBe(first);
  await closeSecret(page);

  await choose("Delete On-call");
  const dialog = keyCard(page).dialog(/^Delete/);
  await dialog.waitFor();
  await dialog.getByRole("button", { name: "Delete webhook" }).press("Enter");
  await page.getByRole("heading", { name: "No webhooks yet" }).waitFor();
  await page.getByText("“On-call” was deleted.").waitFor();
});

test("an organization's webhooks are its own, and not offered to whom its role forbids", async ({
  stage,
  visitor,
  member,
  task,
}) => {
  const slug = `hooks-${task.id}`;
  const founded = await member.call("POST", "/organization/create", { name: "Acme", slug });
  expect(founded.status).toBe(200);
  const page = await openWebhooks(stage, visitor, member);
  await page.getByLabel("Webhooks of").selectOption({ label: "Acme" });
  const { url } = await startReceiver();
  await addWebhook(page, url, "Acme's");
  await closeSecret(page);
  await keyCard(page).row("Acme's").waitFor();
  await page.getByLabel("Webhooks of").selectOption({ label: "You" });
  await page.getByRole("heading", { name: "No webhooks yet" }).waitFor();

  await page.route("**/api-key/policy?organizationId=*", async (route) => {
    const answer = await route.fetch();
    const can = { create: false, update: false, delete: false };
    await route.fulfill({ json: { ...(await answer.json()), can } });
  });
  await page.reload();
  await page.getByLabel("Webhooks of").selectOption({ label: "Acme" });
  await page.getByRole("heading", { name: "These are not yours to see" }).waitFor();
  expect(await page.getByRole("button", { name: "Add webhook" }).count()).toBe(0);
});

test("how many there may be is said, and one more is refused in the dialog", async ({
  stage,
  visitor,
  member,
}) => {
  visitor.expectComplaints(/status of 409/);
  const { url } = await startReceiver();
  for (let number = 1; number <= 10; number += 1) {
    const description = `Hook ${number}`;
    // oxlint-disable-next-line no-await-in-loop -- one after the other: they are counted
    await member.call("POST", "/api-key/webhooks/create", { url, description });
  }
  await visitor.signInAs(member, stage.url);
  const { page } = visitor;
  await page.goto(`${stage.url}/settings/webhooks`);
  await page.getByText("10 of the 10 webhooks").waitFor();
  await addWebhook(page, url, "One too many");
  await keyCard(page)
    .dialog("Add webhook")
    .getByRole("alert")
    .getByText(/There are 10 webhooks already/)
    .waitFor();
});
