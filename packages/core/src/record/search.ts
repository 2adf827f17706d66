import type { KeyRecord } from "./record.ts";

/** In characters, surrounding space not counted. */
export const MAX_SEARCH_LENGTH = 100;

/**
 * Whether the text occurs in the name or in the start of a key. Every character stands for itself
 * (`%` and `_` are no wildcards), in either case and in either way of writing an accent.
 */
export function matchesSearch(record: Pick<KeyRecord, "name" | "start">, search: string): boolean {
  const wanted = folded(search);
  return folded(record.start).includes(wanted) || folded(record.name ?? "").includes(wanted);
}

function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
