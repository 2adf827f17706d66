import { type Page } from "playwright-core";
import { expect } from "vitest";
import { whoami } from "../src/testing/member.ts";
import { test } from "./browser-test.ts";
import { keyCard } from "./key-card.ts";

const NAME = "Production - Payment Service";

async function use(url: string, key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await whoami(url, key, "198.51.100.7");
}

/** Opens the details of a key; ends when its usage is there. */
async function openUsage(page: Page, name: string) {
  const card = keyCard(page);
  await card.filter.selectOption("All keys");
  await card.choose("Details of", name);
  const details = card.dialog(name);
  await details.getByText("Error rate").waitFor();
  return details;
}

test("what came of real requests is in the list, in the details, in a chart and in a table", async ({
  stage,
  member,
  page,
}) => {
  const used = await member.createKey({ name: NAME });
  await member.createKey({ name: "Unused" });
  await use(stage.url, used.key, 6);
  await member.revokeKey(used.id);
  await use(stage.url, used.key, 2);
  await page.reload();
  const card = keyCard(page);
  await card.filter.selectOption("All keys");
  const lastDay = (name: string) => card.row(name).locator('[data-fact="usage"]');
  await expect.poll(() => lastDay(NAME).innerText()).toContain("8 requests, 25% failed");
  await expect.poll(() => lastDay("Unused").innerText()).toContain("0 requests");

  const details = await openUsage(page, NAME);
  await details
    .locator(".lk-figures")
    .filter({ hasText: /Requests\s*8/ })
    .waitFor();
  await details
    .locator(".lk-figures")
    .filter({ hasText: /Error rate\s*25%/ })
    .waitFor();
  const label = "Requests in the last 24 hours, 8 requests, 25% failed";
  await details.getByRole("figure", { name: label }).waitFor();
  await expect
    .poll(() => details.locator(".lk-outcomes").innerText())
    .toMatch(/Served\s+6\s+Revoked\s+2/);
  await details.getByText("At most 6 of 100 requests a minute in the last 3 hours").waitFor();
  expect(await details.getByRole("meter").getAttribute("value")).toBe("6");

  await details.getByText("As a table").click();
  const table = details.getByRole("table", { name: "Requests in the last 24 hours" });
  await table.waitFor();
  expect(await table.innerText()).toMatch(/Served\s+Refused[^]*6\s+2/);
  await details.getByText("Where it is used from").click();
  await details.getByRole("table", { name: "Where it is used from" }).getByRole("code").waitFor();
});

test("another range is chosen with the keyboard, and the figures of the one before stay until it is there", async ({
  stage,
  member,
  page,
}) => {
  const { key } = await member.createKey({ name: NAME });
  await use(stage.url, key, 3);
  await page.reload();
  const details = await openUsage(page, NAME);
  const ranges = details.getByRole("group", { name: "How far back" });
  await ranges.getByRole("radio", { name: "24 hours" }).focus();
  await page.keyboard.press("ArrowRight");
  expect(await ranges.getByRole("radio", { name: "7 days" }).isChecked()).toBe(true);
  await details.getByRole("figure", { name: /^Requests in the last 7 days, 3 requests/ }).waitFor();
  await page.keyboard.press("ArrowRight");
  await details
    .getByRole("figure", { name: /^Requests in the last 30 days, 3 requests/ })
    .waitFor();
  expect(await details.getByText("Error rate").count()).toBe(1);
});

test("usage that cannot be loaded says so beside the rest, and can be asked for again", async ({
  visitor,
  member,
  page,
}) => {
  visitor.expectComplaints(/status of 400/);
  await member.createKey({ name: NAME });
  await page.route("**/api-key/usage?**", (route) =>
    route.fulfill({ status: 400, json: { code: "X", message: "Not today." } }),
  );
  await page.reload();
  const card = keyCard(page);
  await card.choose("Details of", NAME);
  const details = card.dialog(NAME);
  await details.getByRole("alert").getByText("Not today.").waitFor();
  await details.getByText("Starts with").waitFor();
  await page.unroute("**/api-key/usage?**");
  await details.getByRole("button", { name: "Try again" }).click();
  await details.getByText("No requests in this time").waitFor();
});

test("whoever revokes a key is told how much it was used in the last day", async ({
  stage,
  member,
  page,
}) => {
  const { key } = await member.createKey({ name: NAME });
  await use(stage.url, key, 2);
  await page.reload();
  const card = keyCard(page);
  await card.choose("Revoke", NAME);
  const dialog = card.dialog(/^Revoke/);
  await dialog.getByText("2 requests in the last 24 hours.").waitFor();
  await dialog.getByText(/something may still depend on it/).waitFor();
});
