import type { KeyDraft } from "@latchkey/core";
import { expect } from "vitest";
import { insertKeys } from "../src/testing/key-rows.ts";
import { test } from "./browser-test.ts";
import { keyCard } from "./key-card.ts";

const DAY = 24 * 60 * 60 * 1000;
const COUNT = 500;

/** 500 keys, the newest called `000`: every tenth one has expired, the others are current. */
function manyKeys(now: number): Partial<KeyDraft>[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const environment = (["production", "development", "ci"] as const)[index % 3] ?? "ci";
    const expiresAt = new Date(now + (index % 10 === 9 ? -1 : 1 + index) * DAY);
    return {
      name: `${environment} - Service ${String(index).padStart(3, "0")}`,
      environment,
      createdAt: new Date(now - (index + 1) * DAY),
      expiresAt,
      lastRequest: index === 77 ? new Date(now - DAY) : null,
    };
  });
}

test("among 500 keys any is found by search, filters, order and pages", async ({
  stage,
  visitor,
  member,
}) => {
  const { page } = visitor;
  const card = keyCard(page);
  await insertKeys(stage.databasePath, member, manyKeys(Date.now()));
  const requests: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api-key/list")) requests.push(request.url());
  });
  await visitor.signInAs(member, stage.url);
  await page.goto(`${stage.url}/settings/api-keys`);
  const total = (count: string) =>
    card.total.filter({ hasText: new RegExp(`^${count}$`) }).waitFor();
  await total("450 keys");
  expect(await card.rows.count()).toBe(10);

  // Typed letter by letter: the focus stays, and what is found is told.
  await card.search.click();
  await page.keyboard.type("SERVICE 27");
  await total("9 keys");
  expect(await card.search.and(page.locator(":focus")).count()).toBe(1);
  expect(new Set(requests).size).toBe(requests.length);
  await card.environment.selectOption("CI");
  await total("3 keys");
  await card.filter.selectOption("Expired");
  await page.getByRole("heading", { name: "No key matches “SERVICE 27”" }).waitFor();
  await page.getByRole("button", { name: "Search all keys" }).click();
  await total("10 keys");
  await card.row("production - Service 279").waitFor();

  await card.search.press("Escape");
  await total("500 keys");
  expect(await card.search.inputValue()).toBe("");
  await page.getByRole("button", { name: "Next page" }).click();
  await page.getByText("11–20 of 500").waitFor();
  await card.row("ci - Service 011").waitFor();

  await card.sort.selectOption("Last used first");
  await card.row("ci - Service 077").waitFor();
  expect(await card.rows.first().innerText()).toContain("ci - Service 077");
  await card.sort.selectOption("By name");
  await card.row("ci - Service 002").waitFor();
  await page.getByText("1–10 of 500").waitFor();

  await card.search.fill("100%");
  await page.getByRole("heading", { name: "No key matches “100%”" }).waitFor();
  await page.getByRole("button", { name: "Clear search" }).first().click();
  await total("500 keys");
});

test("while an answer is on its way only the last of what was typed is asked for next", async ({
  stage,
  visitor,
  member,
}) => {
  const { page } = visitor;
  const card = keyCard(page);
  await insertKeys(stage.databasePath, member, [{ name: "Payments" }, { name: "Mail" }]);
  await visitor.signInAs(member, stage.url);
  await page.goto(`${stage.url}/settings/api-keys`);
  await card.row("Payments").waitFor();

  const searches: (string | null)[] = [];
  const answering = Promise.withResolvers<void>();
  await page.route("**/api/auth/api-key/list*", async (route) => {
    searches.push(new URL(route.request().url()).searchParams.get("search"));
    await answering.promise;
    await route.continue();
  });
  await card.search.click();
  await page.keyboard.type("paym");
  await expect.poll(() => searches).toEqual(["p"]);
  answering.resolve();
  await card.total.filter({ hasText: /^1 key$/ }).waitFor();
  await expect.poll(() => searches).toEqual(["p", "paym"]);
});
