import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { insertAlerts } from "../src/testing/alert-rows.ts";
import { insertKeys } from "../src/testing/key-rows.ts";
import { signUp, whoami } from "../src/testing/member.ts";
import { makeAdministrator } from "./administrator.ts";
import { test } from "./browser-test.ts";
import { createKey, keyCard } from "./key-card.ts";
import { grantable } from "./grantable.ts";
import { startReceiver } from "./receiver.ts";
import type { Stage } from "./stage.ts";

const DAY = 24 * 60 * 60 * 1000;
const LONG_NAME =
  "Production - A service whose name is as long as names are allowed to become - Europe";

/** Which width and which theme: each of both is looked at once. What has the colors of a theme has them at any width. */
const LOOKS = [
  { width: 1280, height: 800, colorScheme: "light" },
  { width: 360, height: 740, colorScheme: "dark" },
] as const;

/** No look of its own, but a width that phones have. */
const PHONE = { width: 390, height: 844 };

/** All rules, but no report of the thousands of elements that keep them. */
const VIOLATIONS_ONLY: Parameters<AxeBuilder["options"]>[0] = {
  resultTypes: ["violations"],
  preload: false,
};

/** What must hold of every state: usable with a screen reader, and no wider than the window. */
async function expectSound(page: Page, state: string): Promise<void> {
  for (const { width, height, colorScheme } of LOOKS) {
    const where = `${state}, ${width} px, ${colorScheme}`;
    await page.emulateMedia({ colorScheme });
    await expectRoom(page, { width, height }, where);
    // All in the page that is looked at: otherwise axe opens another window for each of its reports.
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .options(VIOLATIONS_ONLY)
      .analyze();
    const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
    expect({ where, violations: found }).toEqual({ where, violations: [] });
  }
  await expectRoom(page, PHONE, state);
}

/** Gives the window this size, and holds the page to it. */
async function expectRoom(
  page: Page,
  size: { width: number; height: number },
  state: string,
): Promise<void> {
  await page.setViewportSize(size);
  const overflow = await page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  const { width } = size;
  expect({ state, width, overflow }).toEqual({ state, width, overflow: 0 });
}

/** A member with a key of every status, and names and metadata that need room. */
async function memberWithKeys(stage: Stage, name: string) {
  const member = await signUp(stage.url, name);
  const createdAt = new Date(Date.now() - 60 * DAY);
  await insertKeys(stage.databasePath, member, [
    {
      name: LONG_NAME,
      prefix: "a_prefix_as_long_as_it_may_be_32",
      environment: "production",
      metadata: { service: "payments", environment: "production", region: "eu-central-1", x: 1 },
      expiresAt: new Date(Date.now() + 30 * DAY),
      createdAt,
    },
    { name: "Expires soon", expiresAt: new Date(Date.now() + 2 * DAY), createdAt },
  ]);
  const disabled = await member.createKey({ name: "Disabled" });
  await member.call("POST", "/api-key/update", { keyId: disabled.id, enabled: false });
  const revoked = await member.createKey({ name: "Revoked" });
  await member.revokeKey(revoked.id);
  return member;
}

async function visit(stage: Stage) {
  const visitor = await stage.visit();
  onTestFinished(() => visitor.leave());
  return visitor;
}

test("signing up and signing in", async ({ stage }) => {
  const { page, complaints } = await visit(stage);
  await page.goto(stage.url);
  await page.getByRole("heading", { name: "Create your account" }).waitFor();
  await expectSound(page, "sign up");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText("Enter your name.").waitFor();
  await expectSound(page, "sign up, with problems");
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await expectSound(page, "sign in");
  expect(complaints).toEqual([]);
});

/** Somebody with keys, looking at all of them. */
async function visitWithKeys(stage: Stage, name: string) {
  const visitor = await visit(stage);
  const card = keyCard(visitor.page);
  await visitor.signInAs(await memberWithKeys(stage, name), stage.url);
  await visitor.page.goto(`${stage.url}/settings/api-keys`);
  await card.row(LONG_NAME).waitFor();
  return { ...visitor, card };
}

test("the list of keys, searched and filtered", async ({ stage, task }) => {
  const { page, card, complaints } = await visitWithKeys(stage, `keys-${task.id}`);
  await card.filter.selectOption("All keys");
  await card.row("Revoked").waitFor();
  await expectSound(page, "all keys");

  await card.search.fill("production");
  await card.total.filter({ hasText: /^1 key$/ }).waitFor();
  await card.environment.selectOption("Production");
  await expectSound(page, "search and filters");
  await card.search.fill("nothing like it");
  await page.getByRole("heading", { name: "No key matches “nothing like it”" }).waitFor();
  await expectSound(page, "no match");
  await page.getByRole("button", { name: "Clear search" }).last().click();
  await card.row(LONG_NAME).waitFor();
  expect(complaints).toEqual([]);
});

test("what can be done with a key", async ({ stage, task }) => {
  const { page, card, complaints } = await visitWithKeys(stage, `actions-${task.id}`);
  await page.getByRole("button", { name: `Actions for ${LONG_NAME}` }).click();
  await page.getByRole("menu").waitFor();
  await expectSound(page, "menu");
  await page.getByRole("menuitem", { name: /^Details/ }).click();
  await card.dialog(LONG_NAME).waitFor();
  await expectSound(page, "details");
  await page.keyboard.press("Escape");
  await card.dialog(LONG_NAME).waitFor({ state: "hidden" });
  await card.choose("Revoke", LONG_NAME);
  await card.dialog(/^Revoke/).waitFor();
  await expectSound(page, "revoke dialog");
  expect(complaints).toEqual([]);
});

test("a new key, shown once", async ({ stage, task }) => {
  const { page, complaints, signInAs } = await visit(stage);
  const card = keyCard(page);
  await signInAs(await signUp(stage.url, `reveal-${task.id}`), stage.url);
  await page.goto(`${stage.url}/settings/api-keys`);
  await page.getByRole("heading", { name: "No API keys yet" }).waitFor();
  await createKey(page, "Shown once", { service: "payments" });
  await expectSound(page, "reveal dialog");
  await page.keyboard.press("Escape");
  await card.leaveDialog.waitFor();
  await expectSound(page, "leave dialog");
  expect(complaints).toEqual([]);
});

test("the form for a new key", async ({ stage, task }) => {
  const { page, complaints, signInAs } = await visit(stage);
  const card = keyCard(page);
  await signInAs(await signUp(stage.url, `form-${task.id}`), stage.url);
  await grantable(page, { reports: ["read", "write"], "data warehouse exports": ["read", "*"] });
  await page.goto(`${stage.url}/settings/api-keys`);
  await page.getByRole("heading", { name: "No API keys yet" }).waitFor();
  await expectSound(page, "no keys");
  await card.createButton.click();
  await card.createDialog.waitFor();
  await card.createDialog.getByRole("button", { name: "Add metadata" }).click();
  await card.createDialog.getByLabel("On a date").check();
  await card.createDialog.getByText("More options").click();
  await card.createDialog.getByLabel("Allowed addresses").fill("home");
  await expectSound(page, "form");
  await card.createDialog.getByRole("button", { name: "Create API key" }).click();
  await page.getByText("“home” is no IP address").waitFor();
  await expectSound(page, "form, with problems");
  expect(complaints).toEqual([]);
});

test("a key that is edited, and what is known of it", async ({ stage, task }) => {
  const visitor = await visit(stage);
  const { page, complaints } = visitor;
  visitor.expectComplaints(/status of 403/);
  const card = keyCard(page);
  const member = await signUp(stage.url, `edit-${task.id}`);
  await insertKeys(stage.databasePath, member, [
    {
      name: LONG_NAME,
      prefix: "a_prefix_as_long_as_it_may_be_32",
      permissions: { "a-resource-whose-name-is-long-enough-to-need-two-lines": ["read", "*"] },
      allowedAddresses: ["192.0.2.0/24", "2001:db8:1234:5678:9abc:def0:1234:5678"],
      metadata: { service: "payments", region: "eu-central-1" },
    },
  ]);
  const [key] = await member.listKeys();
  await member.call("POST", "/api-key/update", { keyId: key?.id, enabled: false });
  await member.call("POST", "/api-key/update", { keyId: key?.id, enabled: true });
  await grantable(page, { reports: ["read", "write"] });
  await visitor.signInAs(member, stage.url);
  await page.goto(`${stage.url}/settings/api-keys`);
  await card.choose("Edit", LONG_NAME);
  const form = card.dialog(/^Edit/);
  await form.getByRole("group", { name: "reports" }).getByLabel("write").check();
  await form.getByLabel("On a date").check();
  await expectSound(page, "edit");
  await form.getByLabel("Name", { exact: true }).fill("");
  await form.getByLabel("Allowed addresses").fill("home");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("Enter a name.").waitFor();
  await expectSound(page, "edit, with problems");
  await form.getByLabel("Name", { exact: true }).fill(LONG_NAME);
  await form.getByLabel("Allowed addresses").fill("192.0.2.0/24");
  await form.getByLabel("As it is").check();
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByText("may not be granted").waitFor();
  await expectSound(page, "edit, refused");
  await page.keyboard.press("Escape");
  await form.waitFor({ state: "hidden" });

  await card.choose("Details of", LONG_NAME);
  const details = card.dialog(LONG_NAME);
  await details.getByText("History").click();
  await details.getByText("Disabled").waitFor();
  await expectSound(page, "history");
  expect(complaints).toEqual([]);
});

test("alerts, and a key with usage", async ({ stage, task }) => {
  const visitor = await visit(stage);
  const { page, complaints } = visitor;
  const card = keyCard(page);
  const member = await signUp(stage.url, `alerts-${task.id}`);
  const { id: keyId, key } = await member.createKey({ name: LONG_NAME });
  for (let time = 0; time < 3; time += 1) await whoami(stage.url, key, "198.51.100.7");
  await member.revokeKey(keyId);
  await whoami(stage.url, key, "198.51.100.7");
  const about = { keyId, name: LONG_NAME };
  await insertAlerts(stage.databasePath, member, [
    { ...about, kind: "leaked", severity: "critical" },
    { ...about, kind: "error-rate", details: { requests: 1520, refused: 840, window: 900 } },
    {
      ...about,
      kind: "ended-key-tried",
      details: { status: "revoked" },
      acknowledgedAt: new Date(),
    },
    { ...about, kind: "expiring", severity: "info", resolvedAt: new Date() },
    { ...about, kind: "anomaly", severity: "info" },
    { ...about, kind: "anomaly", severity: "info" },
  ]);
  await visitor.signInAs(member, stage.url);
  await page.goto(`${stage.url}/settings/api-keys`);
  const alerts = page.getByRole("region", { name: "Alerts" });
  await alerts.getByRole("button", { name: "Show all (4)" }).click();
  await expectSound(page, "alerts");
  await alerts.getByRole("button", { name: "Details of" }).first().click();
  const details = card.dialog(LONG_NAME);
  await details.getByRole("figure", { name: /^Requests in/ }).waitFor();
  await details.getByRole("meter").waitFor();
  await details.getByText("1 settled alert").click();
  await details.getByText("As a table").click();
  await details.getByText("Where it is used from").click();
  await details.getByRole("table", { name: "Where it is used from" }).waitFor();
  await expectSound(page, "details with usage");
  await details.getByLabel("90 days").check();
  await details.getByRole("figure", { name: /90 days/ }).waitFor();
  await expectSound(page, "details with usage of 90 days");
  expect(complaints).toEqual([]);
});

test("account and security", async ({ stage, task }) => {
  const { page, complaints, signInAs } = await visit(stage);
  await signInAs(await signUp(stage.url, `account-${task.id}`), stage.url);
  await page.goto(`${stage.url}/settings/account`);
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await expectSound(page, "account");
  await page.goto(`${stage.url}/settings/security`);
  await page.getByText("This device").waitFor();
  await expectSound(page, "security");
  expect(complaints).toEqual([]);
});

test("the administrators' overview", async ({ stage, task }) => {
  const { page, complaints, signInAs } = await visit(stage);
  const member = await memberWithKeys(stage, `overview-${task.id}`);
  makeAdministrator(stage.databasePath, member);
  await signInAs(member, stage.url);
  await page.goto(`${stage.url}/settings/api-keys-overview`);
  await page.getByRole("table", { name: "Oldest" }).waitFor();
  await expectSound(page, "overview");
  expect(complaints).toEqual([]);
});

test("webhooks", async ({ stage, task }) => {
  const visitor = await visit(stage);
  const { page, complaints } = visitor;
  visitor.expectComplaints(/status of 400/);
  const card = keyCard(page);
  const receiver = await startReceiver();
  await visitor.signInAs(await signUp(stage.url, `webhooks-${task.id}`), stage.url);
  await page.goto(`${stage.url}/settings/webhooks`);
  await page.getByRole("heading", { name: "No webhooks yet" }).waitFor();
  await expectSound(page, "no webhooks");
  await page.getByRole("button", { name: "Add webhook" }).click();
  const form = card.dialog("Add webhook");
  await form.getByLabel("URL").fill("https://localhost");
  await form.getByRole("button", { name: "Add webhook" }).click();
  await form.getByText("must lead to a public address").waitFor();
  await expectSound(page, "webhook, refused");
  await form.getByLabel("URL").fill(`${receiver.url}/${"a-long-path".repeat(20)}`);
  await form.getByLabel("Description").fill(LONG_NAME);
  await form.getByRole("button", { name: "Add webhook" }).click();
  const secret = card.dialog("Save the signing secret");
  await secret.waitFor();
  await expectSound(page, "webhook's secret");
  await secret.getByRole("button", { name: "Copy secret" }).click();
  await secret.getByRole("button", { name: "Done" }).click();
  receiver.status = 500;
  await page.getByRole("button", { name: "Send test" }).click();
  await page.getByText("Test not delivered.").waitFor();
  await expectSound(page, "webhooks");
  await card.choose("Deliveries to", LONG_NAME);
  await card.dialog(LONG_NAME).getByRole("button", { name: "Send again" }).waitFor();
  await expectSound(page, "deliveries");
  await page.keyboard.press("Escape");
  await card.choose("Delete", LONG_NAME);
  await card.dialog(/^Delete/).waitFor();
  await expectSound(page, "delete webhook");
  expect(complaints).toEqual([]);
});
