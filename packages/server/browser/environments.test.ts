import { expect } from "vitest";
import { whoami } from "../src/testing/member.ts";
import { test } from "./browser-test.ts";
import { closeReveal, createKey, keyCard } from "./key-card.ts";

const ENVIRONMENTS = [
  { title: "Development", prefix: "lk_dev_", expires: "in 30 days" },
  { title: "Production", prefix: "lk_live_", expires: "in 90 days" },
  { title: "CI", prefix: "lk_ci_", expires: "Never" },
] as const;

test("a key of each environment has its prefix, its tag and its expiry, and works", async ({
  stage,
  page,
}) => {
  const card = keyCard(page);
  for (const { title, prefix, expires } of ENVIRONMENTS) {
    const name = `${title} - Payment Service`;
    const key = await createKey(page, name, {}, title);
    await closeReveal(page);
    expect(key.startsWith(prefix)).toBe(true);
    expect((await whoami(stage.url, key)).status).toBe(200);
    await card.row(name).waitFor();
    const shown = await card.row(name).innerText();
    expect(shown).toMatch(new RegExp(`^${title}$`, "m"));
    expect(shown).toContain(expires);
  }

  await card.environment.selectOption("CI");
  await card.total.filter({ hasText: /^1 key$/ }).waitFor();
  expect(await card.rows.allInnerTexts()).toEqual([
    expect.stringContaining("CI - Payment Service"),
  ]);
});

test("the form offers what each environment allows, and says what it means", async ({ page }) => {
  const card = keyCard(page);
  await card.createButton.click();
  const form = card.createDialog;
  const choices = () => form.getByRole("group", { name: "Expiration" }).innerText();

  expect(await choices()).toContain("30 days");
  expect(await choices()).not.toContain("90 days");
  await form.getByLabel("Production", { exact: true }).check();
  expect(await choices()).toContain("1 year");
  expect(await choices()).not.toContain("No expiration");
  expect(await form.getByRole("group", { name: "Environment" }).innerText()).toMatch(
    /lk_live_\.\s+Rotate it by /,
  );
  await form.getByLabel("CI", { exact: true }).check();
  await expect.poll(() => form.getByLabel("No expiration").isChecked()).toBe(true);
});
