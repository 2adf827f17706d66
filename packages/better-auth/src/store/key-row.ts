import type { JsonObject, KeyChange, KeyDraft, KeyRecord } from "@latchkey/core";
import * as z from "zod";

const date = z.union([z.date(), z.string(), z.number()]).transform((value) => new Date(value));

const metadata = z.string().transform((text, context): JsonObject => {
  try {
    // Written by this store alone, which stringifies checked objects only.
    return z.custom<JsonObject>().parse(JSON.parse(text));
  } catch {
    context.addIssue("The metadata column does not hold JSON.");
    return z.NEVER;
  }
});

/** A row of the table of keys as adapters answer it. */
const keyRow = z.object({
  id: z.coerce.string(),
  name: z.string().nullish(),
  start: z.string(),
  prefix: z.string().nullish(),
  key: z.string(),
  referenceId: z.string(),
  environment: z.string().nullish(),
  replacedById: z.string().nullish(),
  replacesId: z.string().nullish(),
  enabled: z.boolean(),
  metadata: metadata.nullish(),
  expiresAt: date.nullish(),
  revokedAt: date.nullish(),
  lastRequest: date.nullish(),
  createdAt: date,
  updatedAt: date,
});

/** @throws {z.ZodError} for a row that no version of this store has written. */
export function recordFromRow(row: unknown): KeyRecord {
  const { key, ...columns } = keyRow.parse(row);
  return {
    id: columns.id,
    name: columns.name ?? null,
    start: columns.start,
    prefix: columns.prefix ?? "",
    hash: key,
    referenceId: columns.referenceId,
    environment: columns.environment ?? null,
    replacedById: columns.replacedById ?? null,
    replacesId: columns.replacesId ?? null,
    enabled: columns.enabled,
    metadata: columns.metadata ?? null,
    expiresAt: columns.expiresAt ?? null,
    revokedAt: columns.revokedAt ?? null,
    lastRequest: columns.lastRequest ?? null,
    createdAt: columns.createdAt,
    updatedAt: columns.updatedAt,
  };
}

export function rowFromDraft(draft: KeyDraft): Record<string, unknown> {
  const { hash, prefix, metadata: described, ...columns } = draft;
  return {
    ...columns,
    key: hash,
    prefix: prefix === "" ? null : prefix,
    metadata: metadataColumn(described),
  };
}

export function columnsFromChange(change: KeyChange): Record<string, unknown> {
  const { hash, metadata: described, ...columns } = change;
  return {
    ...columns,
    ...(hash !== undefined && { key: hash }),
    ...(described !== undefined && { metadata: metadataColumn(described) }),
  };
}

function metadataColumn(described: JsonObject | null): string | null {
  return described === null ? null : JSON.stringify(described);
}
