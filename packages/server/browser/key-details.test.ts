import { expect } from "vitest";
import { type Member, signUp } from "../src/testing/member.ts";
import { test } from "./browser-test.ts";
import { keyCard } from "./key-card.ts";

const NAME = "Production - Payment Service";

async function rename(member: Member, keyId: string, name: string): Promise<void> {
  expect((await member.call("POST", "/api-key/update", { keyId, name })).status).toBe(200);
}

test("the history of a key is asked for when it is opened, and shows more where there is more", async ({
  visitor,
  member,
  page,
}) => {
  const { id } = await member.createKey({ name: "Before" });
  for (let change = 1; change < 11; change += 1) await rename(member, id, `Change ${change}`);
  await page.reload();
  const card = keyCard(page);
  await card.choose("Edit", "Change 10");
  const form = card.dialog("Edit “Change 10”");
  await form.getByLabel("Name", { exact: true }).fill(NAME);
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api-key/audit")) asked.push(request.url());
  });
  await card.choose("Details of", NAME);
  const details = card.dialog(NAME);
  await details.getByText("History").waitFor();
  expect(asked).toEqual([]);

  await details.getByText("History").click();
  const entries = details.getByRole("list", { name: "History" }).getByRole("listitem");
  await expect.poll(() => entries.count()).toBe(10);
  expect(await entries.first().innerText()).toMatch(/Changed: Name\s+You.+from 203\.0\.113\.\d+/s);
  await details.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => entries.count()).toBe(12);
  expect(await entries.last().innerText()).toContain("Created");
  expect(await details.getByRole("button", { name: "Show more" }).count()).toBe(0);
  // The focus is not lost with the button: it goes on to the first of what has come.
  expect(await entries.nth(10).locator(":focus").count()).toBe(1);
  expect(asked).toHaveLength(2);
  expect(visitor.complaints).toEqual([]);
});

test("a history that cannot be loaded says so, and can be asked for again", async ({
  visitor,
  member,
  page,
}) => {
  visitor.expectComplaints(/status of 400/);
  await member.createKey({ name: NAME });
  await page.route("**/api-key/audit**", (route) =>
    route.fulfill({ status: 400, json: { code: "X", message: "Not today." } }),
  );
  await page.reload();
  const card = keyCard(page);
  await card.choose("Details of", NAME);
  const details = card.dialog(NAME);
  await details.getByText("History").click();
  await details.getByRole("alert").getByText("Not today.").waitFor();
  await page.unroute("**/api-key/audit**");
  await details.getByRole("button", { name: "Try again" }).click();
  await details.getByRole("list", { name: "History" }).getByText("Created").waitFor();
});

test("the details lead from a key to the one that replaced it, and back", async ({
  member,
  page,
}) => {
  const old = await member.createKey({ name: NAME });
  const rotated = await member.call("POST", "/api-key/rotate", { keyId: old.id });
  const { start }: { start: string } = JSON.parse(await rotated.text());
  await page.reload();
  const card = keyCard(page);
  await card.choose("Details of", `old ${NAME}`);
  const details = card.dialog(NAME);
  expect(await details.innerText()).toContain(`${old.start}…`);
  await details.getByRole("button", { name: `Details of ${NAME}, ${start}…` }).click();
  await details.getByText("Replaces").waitFor();
  const close = details.getByRole("button", { name: "Close" }).last();
  expect(await close.and(page.locator(":focus")).count()).toBe(1);
  await details.getByText("History").click();
  await details.getByText("Created to replace another key").waitFor();
  await details.getByRole("button", { name: `Details of ${NAME}, ${old.start}…` }).click();
  await details.getByText("Replaced by", { exact: true }).waitFor();
});

test("members of an organization see by their names who created its key and who changed it", async ({
  stage,
  visitor,
}) => {
  const [owner, member] = [await signUp(stage.url, "Olga"), await signUp(stage.url, "Mia")];
  const founded = await owner.call("POST", "/organization/create", { name: "Acme", slug: "acme" });
  const { id: organizationId }: { id: string } = JSON.parse(await founded.text());
  const invited = await owner.call("POST", "/organization/invite-member", {
    email: member.email,
    role: "admin",
    organizationId,
  });
  const { id: invitationId }: { id: string } = JSON.parse(await invited.text());
  await member.call("POST", "/organization/accept-invitation", { invitationId });
  const { id } = await owner.createKey({ name: "Before", organizationId });
  await rename(owner, id, NAME);

  await visitor.signInAs(member, stage.url);
  const { page } = visitor;
  const card = keyCard(page);
  await page.goto(`${stage.url}/settings/api-keys`);
  await page.getByLabel("Keys of").selectOption({ label: "Acme" });
  await card.choose("Edit", NAME);
  const form = card.dialog(`Edit “${NAME}”`);
  await form.getByLabel("Name", { exact: true }).fill("Acme's key");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });

  await card.choose("Details of", "Acme's key");
  const details = card.dialog("Acme's key");
  await expect.poll(() => details.innerText()).toMatch(/Created by\s+Olga/);
  await details.getByText("History").click();
  const entries = details.getByRole("list", { name: "History" }).getByRole("listitem");
  await expect.poll(() => entries.count()).toBe(3);
  expect(await entries.nth(0).innerText()).toContain("You");
  expect(await entries.nth(1).innerText()).toContain("Olga");
});
