import { expect } from "vitest";
import { whoami } from "../src/testing/member.ts";
import { test } from "./browser-test.ts";
import { createKey, keyCard, startOf } from "./key-card.ts";

const NAME = "Production - Payment Service";

test("from signing up to a revocation that outlives the server", async ({ stage, visitor }) => {
  const { page } = visitor;
  const card = keyCard(page);

  await page.goto(stage.url);
  await page.getByRole("heading", { name: "Create your account" }).waitFor();
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("heading", { name: "No API keys yet" }).waitFor();

  const key = await createKey(page, NAME, { service: "payments", region: "eu" });
  await card.revealDialog.getByRole("button", { name: "Copy key" }).click();
  await page.getByText("API key copied to the clipboard.").waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(key);
  await card.revealDialog.getByRole("button", { name: "Done" }).click();
  await card.revealDialog.waitFor({ state: "hidden" });

  const answer = await whoami(stage.url, key);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    user: { name: "Ada Lovelace", email: "ada@example.com" },
    apiKey: { name: NAME, metadata: { service: "payments", region: "eu" } },
  });

  const row = card.row(NAME);
  await row.waitFor();
  const shown = await row.innerText();
  expect(shown).toContain(`${startOf(key)}…`);
  expect(shown).toContain("payments");
  expect(shown).toContain("Active");

  await card.choose("Revoke", NAME);
  await card.dialog(`Revoke “${NAME}”?`).getByRole("button", { name: "Revoke key" }).click();
  await page.getByText(`“${NAME}” was revoked.`).waitFor();
  await page.getByRole("heading", { name: "No current keys" }).waitFor();
  expect(await codeFor(stage.url, key)).toBe("401 API_KEY_REVOKED");

  await stage.restartServer();
  expect(await codeFor(stage.url, key)).toBe("401 API_KEY_REVOKED");
  // Cookies belong to the host, whatever its port: the session is the one from before.
  await page.goto(stage.url);
  await page.getByText("ada@example.com").waitFor();
  await card.filter.selectOption("Revoked");
  await row.waitFor();
  expect(await row.innerText()).toContain("Revoked");
});

async function codeFor(url: string, key: string): Promise<string> {
  const answer = await whoami(url, key);
  const problem: unknown = await answer.json();
  return `${answer.status} ${String(Object(problem).code)}`;
}
