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
    rows: page.getByRole("listitem").filter({ has: page.getByRole("heading") }),
    search: page.getByRole("searchbox", { name: "Search by name or start" }),
    filter: page.getByLabel("Show"),
    environment: page.getByRole("combobox", { name: "Environment" }),
    sort: page.getByLabel("Sort by"),
    /** How many keys there are of those that are looked at, as it is announced. */
    total: page.locator(".lk-total"),
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
  environment?: string,
): Promise<string> {
  const card = keyCard(page);
  await card.createButton.first().click();
  const form = card.createDialog;
  if (environment !== undefined) await form.getByLabel(environment, { exact: true }).check();
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

/** Beyond its start: the 32 characters of the secret and the 6 of the checksum. */
const SECRET_LENGTH = 32 + 6;

/** What of a key may be seen again. */
export function startOf(key: string): string {
  return key.slice(0, -SECRET_LENGTH);
}

/** What of a key may not. */
export function secretOf(key: string): string {
  return key.slice(-SECRET_LENGTH);
}

/** Copies the key that is shown, as its dialog wants it, and goes back to the list. */
export async function closeReveal(page: Page): Promise<void> {
  const { revealDialog } = keyCard(page);
  await revealDialog.getByRole("button", { name: "Copy key" }).click();
  await revealDialog.getByRole("button", { name: "Done" }).click();
  await revealDialog.waitFor({ state: "hidden" });
}
