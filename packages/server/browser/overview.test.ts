import type { Page } from "playwright-core";
import { expect } from "vitest";
import { insertKeys } from "../src/testing/key-rows.ts";
import { type Member, signUp } from "../src/testing/member.ts";
import { makeAdministrator } from "./administrator.ts";
import { test } from "./browser-test.ts";
import type { Stage } from "./stage.ts";
import type { Visitor } from "./visitor.ts";

const DAY = 24 * 60 * 60 * 1000;
const OVERVIEW = "**/api/auth/api-key/admin/overview*";

/** What the server answers where there is nothing. */
const NOTHING = {
  from: new Date(0).toISOString(),
  to: new Date(DAY).toISOString(),
  totals: {},
  installation: {},
  isComplete: true,
  keys: { total: 0, active: 0, expiring: 0, expired: 0, revoked: 0, disabled: 0, neverUsed: 0 },
  busiest: [],
  failing: [],
  expiring: [],
  neverUsed: [],
  oldest: [],
};

async function openOverview(stage: Stage, visitor: Visitor, member: Member): Promise<Page> {
  makeAdministrator(stage.databasePath, member);
  await visitor.signInAs(member, stage.url);
  await visitor.page.goto(`${stage.url}/settings/api-keys`);
  await visitor.page.getByRole("link", { name: "Overview" }).click();
  await visitor.page.getByRole("heading", { name: "Overview" }).waitFor();
  return visitor.page;
}

test("an administrator sees everybody's keys, and whose they are", async ({
  stage,
  visitor,
  member,
  task,
}) => {
  const other = await signUp(stage.url, `owner-${task.id}`);
  await insertKeys(stage.databasePath, other, [
    { name: "From long ago", createdAt: new Date(Date.now() - 5_000 * DAY) },
    { name: "About to end", expiresAt: new Date(Date.now() + 1_000) },
  ]);
  const key = (await other.listKeys()).find(({ name }) => name === "From long ago");
  const page = await openOverview(stage, visitor, member);
  const oldest = page.getByRole("table", { name: "Oldest" });
  const row = oldest.getByRole("row").filter({ hasText: "From long ago" });
  await row.waitFor();
  expect(await row.innerText()).toContain(key?.start);
  expect(await row.innerText()).toContain(`Owner ${await other.userId()}`);
  const failing = page.getByRole("region", { name: "Failing" });
  await failing
    .getByText(/No request was refused|Failed/)
    .first()
    .waitFor();
});

test("figures and lists follow the range that is chosen", async ({ stage, visitor, member }) => {
  const asked: string[] = [];
  await visitor.page.route(OVERVIEW, (route) => {
    const { searchParams } = new URL(route.request().url());
    const [from, to] = [searchParams.get("from") ?? "", searchParams.get("to") ?? ""];
    const days = (Date.parse(to) - Date.parse(from)) / DAY;
    asked.push(String(days));
    return route.fulfill({
      json: {
        ...NOTHING,
        totals: { valid: 900 * days, API_KEY_EXPIRED: 100 * days },
        installation: { API_KEY_INVALID: 7 },
        isComplete: days < 30,
      },
    });
  });
  const page = await openOverview(stage, visitor, member);
  const figure = (name: string) =>
    page.locator("dl > div").filter({ has: page.getByText(name, { exact: true }) });
  await figure("Requests in the last 24 hours").getByText("1,000").waitFor();
  await figure("Error rate").getByText("10%").waitFor();
  await figure("Failed, with no known key").getByText("7").waitFor();
  await page.getByText("No key was used in this time.").waitFor();
  expect(await page.getByText("only the latest of it is counted").count()).toBe(0);

  await page.getByLabel("30 days").check();
  await figure("Requests in the last 30 days").getByText("30,000").waitFor();
  await page.getByText("only the latest of it is counted").waitFor();
  expect(asked).toEqual(["1", "30"]);
});

test("while it loads the page says so; where it cannot be loaded, trying again helps", async ({
  stage,
  visitor,
  member,
}) => {
  visitor.expectComplaints(/status of 500/);
  const answering = Promise.withResolvers<void>();
  await visitor.page.route(OVERVIEW, async (route) => {
    await answering.promise;
    await route.fulfill({ status: 500, json: {} });
  });
  const page = await openOverview(stage, visitor, member);
  await page.getByText("Loading the overview").waitFor();
  answering.resolve();
  await page.getByRole("heading", { name: "The overview could not be loaded" }).waitFor();
  await page.unroute(OVERVIEW);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "Busiest" }).waitFor();
});

test("who is no administrator is offered no overview, and asks for none", async ({
  stage,
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/admin/")) asked.push(request.url());
  });
  const policy = page.waitForResponse(/api-key\/policy/);
  await page.goto(`${stage.url}/settings/account`);
  await policy;
  await page.getByRole("link", { name: "Webhooks" }).waitFor();
  expect(await page.getByRole("link", { name: "Overview" }).count()).toBe(0);
  await page.goto(`${stage.url}/settings/api-keys-overview`);
  await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  expect(asked).toEqual([]);
});
