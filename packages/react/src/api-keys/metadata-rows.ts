/** One line of the form. `id` tells lines apart while they are edited. */
export interface MetadataRow {
  id: number;
  name: string;
  value: string;
}

export type MetadataProblem = { kind: "missing" } | { kind: "twice"; name: string };

export type MetadataResult =
  | { ok: true; metadata: Record<string, unknown> }
  | { ok: false; row: number; problem: MetadataProblem };

/**
 * What a typed value means: `true`, `1000`, `["read"]` and `"quoted text"` are the JSON that they look like;
 * everything else, `1.0` included (as a number it would come back as `1`), is text.
 */
export function metadataValue(typed: string): unknown {
  const text = typed.trim();
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "number" && String(value) !== text ? text : value;
  } catch {
    return text;
  }
}

/** The metadata that the rows say; rows left wholly empty say nothing. */
export function metadataFrom(rows: readonly MetadataRow[]): MetadataResult {
  const metadata = new Map<string, unknown>();
  for (const [index, row] of rows.entries()) {
    const name = row.name.trim();
    if (name === "" && row.value.trim() === "") continue;
    if (name === "") return { ok: false, row: index, problem: { kind: "missing" } };
    if (metadata.has(name)) return { ok: false, row: index, problem: { kind: "twice", name } };
    metadata.set(name, metadataValue(row.value));
  }
  return { ok: true, metadata: Object.fromEntries(metadata) };
}

/** The rows that say this metadata; `null` where no rows could, for a name that is empty or has outer spaces. */
export function metadataRows(metadata: Readonly<Record<string, unknown>>): MetadataRow[] | null {
  const entries = Object.entries(metadata);
  if (entries.some(([name]) => name === "" || name !== name.trim())) return null;
  return entries.map(([name, value], index) => ({ id: index + 1, name, value: typedText(value) }));
}

/** What to type for a value: text as it is, unless it would mean something else. */
function typedText(value: unknown): string {
  return typeof value === "string" && metadataValue(value) === value
    ? value
    : JSON.stringify(value);
}

/** A value in one line, for a list. */
export function metadataText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(metadataText).join(", ");
  return JSON.stringify(value) ?? "";
}
