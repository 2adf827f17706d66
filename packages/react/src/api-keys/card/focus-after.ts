import type { OpenDialog } from "./use-dialogs.ts";

/**
 * Where the focus goes when a dialog closes: back to the alert that it was opened from; to the row's own menu, or, where the row has gone, to the one
 * that took its place; else to the create button, and last to the card's title.
 */
export function focusAfter(
  root: HTMLElement | null,
  dialog: OpenDialog | null,
): HTMLElement | null {
  if (root === null) return null;
  const find = (selector: string) => root.querySelector<HTMLElement>(selector);
  const menus = [...root.querySelectorAll<HTMLElement>("[data-lk-key]")];
  const row =
    dialog === null || dialog.kind === "create"
      ? undefined
      : (menus.find((menu) => menu.dataset["lkKey"] === dialog.key.id) ??
        menus[Math.min(dialog.index, menus.length - 1)]);
  return (
    alertButton(root, dialog) ??
    row ??
    find('[data-lk-focus="create"]') ??
    find('[data-lk-focus="title"]')
  );
}

function alertButton(root: HTMLElement, dialog: OpenDialog | null): HTMLElement | undefined {
  if (dialog === null || !("alertId" in dialog)) return undefined;
  return [...root.querySelectorAll<HTMLElement>("[data-lk-alert]")].find(
    (button) => button.dataset["lkAlert"] === dialog.alertId,
  );
}
