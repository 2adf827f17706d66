import type { Page } from "playwright-core";

/** As if the application let its users grant these: the page asks the server what there is to pick. */
export async function grantable(page: Page, permissions: Record<string, string[]>): Promise<void> {
  await page.route("**/api/auth/api-key/policy", async (route) => {
    const answer = await route.fetch();
    const policy: object = await answer.json();
    const granting = { grantable: permissions, defaults: { reports: ["read"] } };
    await route.fulfill({ response: answer, json: { ...policy, permissions: granting } });
  });
}
