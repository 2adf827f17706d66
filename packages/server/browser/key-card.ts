import type { Locator, Page } from "playwright-core";

/** The parts of the page by the names that people, and their screen readers, know them by. */
export function keyCard(page: Page) {
  const dialog = (name: string | RegExp): Locator =>
    page.getByRole("dialog", { name }).or(page.getByRole("alertdialog", { name }));
  const row = (name: string): Locator =>
    page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, exact: true }) });
  return {
    dialog,
    row,
    createButton: page.getByRole("button", { name: "Create API key" }),
    createDialog: dialog("Create API key"),
    revealDialog: dialog("Save your API key"),
    leaveDialog: dialog("Close without saving the key?"),
    shownKey: page.getByRole("textbox", { name: "API key" }),
    filter: page.getByLabel("Show"),
    /** Opens the menu of a row and chooses one of its actions, like `Revoke`. */
    async choose(action: string, name: string): Promise<void> {
      await page.getByRole("button", { name: `Actions for ${name}` }).click();
      await page.getByRole("menuitem", { name: `${action} ${name}` }).click();
    },
  };
}

/** Goes through the form; ends with the dialog that shows the key, and answers the key. */
export async function createKey(
  page: Page,
  name: string,
  metadata: Readonly<Record<string, string>> = {},
): Promise<string> {
  const card = keyCard(page);
  await card.createButton.first().click();
  const form = card.createDialog;
  await form.getByLabel("Name", { exact: true }).fill(name);
  for (const [index, [field, value]] of Object.entries(metadata).entries()) {
    await form.getByRole("button", { name: "Add metadata" }).click();
    await form.getByLabel(`Name of metadata ${index + 1}`).fill(field);
    await form.getByLabel(`Value of metadata ${index + 1}`).fill(value);
  }
  await form.getByRole("button", { name: "Create API key" }).click();
  await card.revealDialog.waitFor();
  return card.shownKey.innerText();
}

/** The server's prefix and the 8 characters of the locator. */
const START_LENGTH = "lk_".length + 8;

/** What of a key may be seen again. */
export function startOf(key: string): string {
  return key.slice(0, START_LENGTH);
}

/** What of a key may not. */
export function secretOf(key: string): string {
  return key.slice(START_LENGTH);
}
