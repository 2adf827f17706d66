import type { Page } from "playwright-core";
import { expect } from "vitest";
import { insertAlerts } from "../src/testing/alert-rows.ts";
import { test } from "./browser-test.ts";
import { keyCard } from "./key-card.ts";

const NAME = "Production - Payment Service";

const about = (keyId: string) => ({ keyId, name: NAME });
const banner = (page: Page) => page.getByRole("region", { name: "Alerts" });
const lines = (page: Page) => banner(page).getByRole("listitem");

test("what there is to look at is told above the list, most severe first, three at first", async ({
  stage,
  member,
  page,
}) => {
  const { id } = await member.createKey({ name: NAME });
  await insertAlerts(stage.databasePath, member, [
    { ...about(id), kind: "anomaly", severity: "info" },
    {
      ...about(id),
      kind: "error-rate",
      details: { requests: 10, refused: 6, ratio: 0.6, window: 900 },
    },
    { ...about(id), kind: "leaked", severity: "critical" },
    { ...about(id), kind: "ended-key-tried", count: 35, details: { status: "revoked" } },
  ]);
  await page.reload();
  await expect.poll(() => lines(page).count()).toBe(3);
  expect(await lines(page).first().innerText()).toContain("was found where it should not be");
  const text = await banner(page).innerText();
  expect(text).toContain(`6 of 10 requests with ${NAME} failed within 15 minutes.`);
  expect(text).toContain(`${NAME} was revoked and is still being tried: 35 times.`);
  await banner(page).getByRole("button", { name: "Show all (4)" }).click();
  expect(await lines(page).last().innerText()).toContain("in another way than usual");
  await banner(page).getByRole("button", { name: "Show fewer" }).click();
  expect(await lines(page).count()).toBe(3);
});

test("an alert is acknowledged at once and for good, by keyboard, and the focus goes on to the next", async ({
  stage,
  member,
  page,
}) => {
  const [one, two] = [
    await member.createKey({ name: "One" }),
    await member.createKey({ name: "Two" }),
  ];
  await insertAlerts(stage.databasePath, member, [
    { keyId: one.id, name: "One", kind: "leaked", severity: "critical" },
    { keyId: two.id, name: "Two", kind: "anomaly" },
  ]);
  await page.reload();
  await banner(page)
    .getByRole("button", { name: /^Acknowledge: One was found/ })
    .focus();
  const answered = page.waitForResponse(/alerts\/acknowledge/);
  await page.keyboard.press("Enter");
  await expect.poll(() => lines(page).count()).toBe(1);
  await page.getByText(/^Acknowledged: One was found/).waitFor({ state: "attached" });
  const next = banner(page).getByRole("button", { name: /^Acknowledge: Two/ });
  expect(await next.and(page.locator(":focus")).count()).toBe(1);
  expect((await answered).status()).toBe(200);
  await page.keyboard.press("Enter");
  await banner(page).waitFor({ state: "hidden" });
  const title = page.getByRole("heading", { name: "API keys", exact: true });
  await title.and(page.locator(":focus")).waitFor();
  await page.reload();
  await keyCard(page).row("One").waitFor();
  await page.waitForLoadState("networkidle");
  expect(await banner(page).count()).toBe(0);
});

test("an alert that could not be acknowledged is there again, and it is said why", async ({
  stage,
  visitor,
  member,
  page,
}) => {
  visitor.expectComplaints(/status of 403/);
  const { id } = await member.createKey({ name: NAME });
  await insertAlerts(stage.databasePath, member, [{ ...about(id), kind: "anomaly" }]);
  await page.route("**/alerts/acknowledge", (route) =>
    route.fulfill({ status: 403, json: { code: "X", message: "Not you." } }),
  );
  await page.reload();
  await banner(page)
    .getByRole("button", { name: /^Acknowledge/ })
    .click();
  await page.getByRole("alert").getByText("Not you.").waitFor();
  await expect.poll(() => lines(page).count()).toBe(1);
});

test("an alert leads to the details of its key, in the list or not, where it can be settled", async ({
  stage,
  member,
  page,
}) => {
  const { id } = await member.createKey({ name: NAME });
  await member.revokeKey(id);
  await member.createKey({ name: "In the list" });
  const details = { status: "revoked", endedAt: new Date().toISOString() };
  await insertAlerts(stage.databasePath, member, [
    { ...about(id), kind: "ended-key-tried", count: 2, details },
  ]);
  await page.reload();
  const card = keyCard(page);
  await banner(page)
    .getByRole("button", { name: `Details of ${NAME}` })
    .click();
  const dialog = card.dialog(NAME);
  const alerts = dialog.getByRole("region", { name: "Alerts" });
  await alerts.getByText("is still being tried: 2 times").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  const opener = banner(page).getByRole("button", { name: `Details of ${NAME}` });
  await opener.and(page.locator(":focus")).waitFor();

  await opener.click();
  await alerts.getByRole("button", { name: /^Settle/ }).click();
  await alerts.waitFor({ state: "hidden" });
  await dialog.getByText("1 settled alert").click();
  await dialog.getByText(/settled on/).waitFor();
  await page.keyboard.press("Escape");
  await banner(page).waitFor({ state: "hidden" });
});

test("a server that raises no alerts is none the worse for it", async ({
  visitor,
  member,
  page,
}) => {
  visitor.expectComplaints(/status of 404/);
  await member.createKey({ name: NAME });
  const asked = page.waitForRequest("**/api-key/alerts?**");
  await page.route("**/api-key/alerts?**", (route) => route.fulfill({ status: 404 }));
  await page.reload();
  await asked;
  await keyCard(page).row(NAME).waitFor();
  await page.waitForLoadState("networkidle");
  expect(await banner(page).count()).toBe(0);
  expect(await page.getByRole("alert").filter({ hasText: /./ }).count()).toBe(0);
});
