import { expect } from "vitest";
import { test } from "./browser-test.ts";
import { keyCard } from "./key-card.ts";

const LIST = "**/api/auth/api-key/list*";

test("somebody without keys is told so, and how to make one", async ({ page }) => {
  await page.getByText("Create one for each script or service").waitFor();
  await page.getByRole("button", { name: "Create API key" }).click();
  await keyCard(page).createDialog.waitFor();
});

test("while keys are loading the page says so", async ({ stage, visitor, member }) => {
  const { page } = visitor;
  const answering = Promise.withResolvers<void>();
  await page.route(LIST, async (route) => {
    await answering.promise;
    await route.continue();
  });
  await visitor.signInAs(member, stage.url);
  await page.goto(`${stage.url}/settings/api-keys`);
  await page.getByText("Loading API keys").waitFor();
  expect(await page.getByText("No API keys yet").count()).toBe(0);

  answering.resolve();
  await page.getByRole("heading", { name: "No API keys yet" }).waitFor();
  expect(await page.getByText("Loading API keys").count()).toBe(0);
});

test("where keys cannot be loaded the page says so, and trying again helps", async ({
  stage,
  visitor,
  member,
}) => {
  const { page } = visitor;
  visitor.expectComplaints(/status of 500/);
  await member.createKey({ name: "Still there" });
  await page.route(LIST, (route) => route.fulfill({ status: 500, json: {} }));
  await visitor.signInAs(member, stage.url);
  await page.goto(`${stage.url}/settings/api-keys`);
  await page.getByRole("heading", { name: "Your API keys could not be loaded" }).waitFor();
  expect(await page.getByRole("alert").allInnerTexts()).toContainEqual(
    expect.stringContaining("Something went wrong on the server."),
  );

  await page.unroute(LIST);
  await page.getByRole("button", { name: "Try again" }).click();
  await keyCard(page).row("Still there").waitFor();
});

test("whoever is not signed in is led to the sign-in page", async ({ stage, visitor }) => {
  // The page asks for the keys without waiting to hear whose they would be.
  visitor.expectComplaints(/status of 401/);
  await visitor.page.goto(`${stage.url}/settings/api-keys`);
  await visitor.page.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
});

test("a path that is nothing says so", async ({ stage, visitor }) => {
  visitor.expectComplaints(/status of 404/);
  await visitor.page.goto(`${stage.url}/nothing/here`);
  await visitor.page.getByRole("heading", { name: "There is nothing here" }).waitFor();
});
