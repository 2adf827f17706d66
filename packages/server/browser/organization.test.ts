import { expect } from "vitest";
import { type Member, signUp } from "../src/testing/member.ts";
import { test } from "./browser-test.ts";
import { closeReveal, keyCard } from "./key-card.ts";
import type { Stage } from "./stage.ts";
import type { Visitor } from "./visitor.ts";

/** An organization with a key, and with this member in the given role. */
async function organizationWith(stage: Stage, member: Member, role: "admin" | "member") {
  const owner = await signUp(stage.url, `owner-of-${role}`);
  const founded = await owner.call("POST", "/organization/create", {
    name: "Acme",
    slug: `acme-${role}`,
  });
  const { id: organizationId }: { id: string } = JSON.parse(await founded.text());
  const invited = await owner.call("POST", "/organization/invite-member", {
    email: member.email,
    role,
    organizationId,
  });
  const { id: invitationId }: { id: string } = JSON.parse(await invited.text());
  const accepted = await member.call("POST", "/organization/accept-invitation", { invitationId });
  expect(accepted.status).toBe(200);
  await owner.createKey({ name: "Acme's key", organizationId });
  return { owner, organizationId };
}

async function openOrganization(stage: Stage, visitor: Visitor, member: Member) {
  await visitor.signInAs(member, stage.url);
  const { page } = visitor;
  await page.goto(`${stage.url}/settings/api-keys`);
  await page.getByLabel("Keys of").selectOption({ label: "Acme" });
  await keyCard(page).row("Acme's key").waitFor();
  return page;
}

test("a member whose role allows it creates and revokes the organization's keys", async ({
  stage,
  visitor,
  member,
}) => {
  const { owner, organizationId } = await organizationWith(stage, member, "admin");
  const page = await openOrganization(stage, visitor, member);
  const card = keyCard(page);
  await card.createButton.click();
  await card.createDialog.getByLabel("Name", { exact: true }).fill("Made by an admin");
  await card.createDialog.getByRole("button", { name: "Create API key" }).click();
  await card.revealDialog.waitFor();
  const listed = await owner.call("GET", `/api-key/list?organizationId=${organizationId}`);
  expect(await listed.text()).toContain("Made by an admin");
  expect(await member.listKeys()).toEqual([]);
  await closeReveal(page);
  await card.choose("Revoke", "Acme's key");
  await card
    .dialog(/Revoke/)
    .getByRole("button", { name: "Revoke" })
    .click();
  await card.row("Acme's key").waitFor({ state: "hidden" });
});

test("a member whose role does not allow it sees the organization's keys, and no button that would fail", async ({
  stage,
  visitor,
  member,
}) => {
  await organizationWith(stage, member, "member");
  const page = await openOrganization(stage, visitor, member);
  await page.getByText("They go on working when the member who created them leaves").waitFor();
  expect(await keyCard(page).createButton.count()).toBe(0);
  await page.getByRole("button", { name: "Actions for Acme's key" }).click();
  expect(await page.getByRole("menuitem").allInnerTexts()).toEqual(["Details"]);
  await page.keyboard.press("Escape");
  await page.getByLabel("Keys of").selectOption({ label: "You" });
  await page.getByRole("heading", { name: "No API keys yet" }).waitFor();
  expect(await keyCard(page).createButton.count()).toBe(1);
});
