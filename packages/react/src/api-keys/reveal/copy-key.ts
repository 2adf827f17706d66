/** Selects all of an element's text, so that the copy keys, or the menu of a long press, copy it. */
export function selectText(element: HTMLElement): void {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/**
 * Copies `secret`, which `element` shows; resolves to whether that worked. Where the Clipboard API is absent
 * (plain HTTP) or refuses, the text is selected and the older command tried; where that fails too, it stays
 * selected.
 */
export async function copyKey(secret: string, element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(secret);
    return true;
  } catch {
    element.focus();
    selectText(element);
    return document.execCommand("copy");
  }
}

export function copyKeys(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘C" : "Ctrl+C";
}
