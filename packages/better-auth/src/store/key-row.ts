import {
  DEFAULT_CONFIG_ID,
  type JsonObject,
  type KeyChange,
  type KeyDraft,
  type KeyRecord,
  type Permissions,
} from "@latchkey/core";
import * as z from "zod";

/** A moment in whichever way a database has it. */
export const date = z
  .union([z.date(), z.string(), z.number()])
  .transform((value) => new Date(value));

/** A column of JSON text. Written by this store, or by Better Auth's own plugin, from checked values only. */
function json<T>(column: string) {
  return z.string().transform((text, context): T => {
    try {
      return z.custom<T>().parse(JSON.parse(text));
    } catch {
      context.addIssue(`The ${column} column does not hold JSON.`);
      return z.NEVER;
    }
  });
}

/** A row of the table of keys as adapters answer it. */
const metadataColumn = z.string().transform(metadataOf);

const keyRow = z.object({
  id: z.coerce.string(),
  configId: z.string().nullish(),
  name: z.string().nullish(),
  start: z.string().nullish(),
  prefix: z.string().nullish(),
  key: z.string(),
  format: z.enum(["latchkey", "imported"]).nullish(),
  lookup: z.string().nullish(),
  origin: z.string().nullish(),
  referenceId: z.string(),
  createdById: z.string().nullish(),
  environment: z.string().nullish(),
  replacedById: z.string().nullish(),
  replacesId: z.string().nullish(),
  enabled: z.boolean().nullish(),
  metadata: metadataColumn.nullish(),
  permissions: json<Permissions | null>("permissions").nullish(),
  allowedAddresses: json<readonly string[]>("allowedAddresses").nullish(),
  remaining: z.number().nullish(),
  refillAmount: z.number().nullish(),
  refillInterval: z.number().nullish(),
  lastRefillAt: date.nullish(),
  rateLimitEnabled: z.boolean().nullish(),
  rateLimitMax: z.number().nullish(),
  rateLimitTimeWindow: z.number().nullish(),
  expiresAt: date.nullish(),
  revokedAt: date.nullish(),
  lastRequest: date.nullish(),
  lastAddress: z.string().nullish(),
  lastClient: z.string().nullish(),
  createdAt: date,
  updatedAt: date,
  auditPending: z.string().nullish(),
});

/**
 * Metadata is a JSON object. Old versions of Better Auth's own plugin stringified it twice, and new
 * ones write `null` as text; whatever else they left there is no metadata.
 */
function metadataOf(text: string): JsonObject | null {
  let value: unknown = text;
  for (let layers = 0; layers < 3 && typeof value === "string"; layers += 1) value = parsed(value);
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? z.custom<JsonObject>().parse(value)
    : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @throws {z.ZodError} for a row that neither this store nor Better Auth's own plugin has written. */
export function recordFromRow(row: unknown): KeyRecord {
  const columns = keyRow.parse(row);
  return {
    id: columns.id,
    configId: columns.configId ?? DEFAULT_CONFIG_ID,
    name: columns.name ?? null,
    start: columns.start ?? "",
    prefix: columns.prefix ?? "",
    hash: columns.key,
    format: columns.format ?? null,
    lookup: columns.lookup ?? null,
    origin: columns.origin ?? null,
    referenceId: columns.referenceId,
    createdById: columns.createdById ?? null,
    environment: columns.environment ?? null,
    replacedById: columns.replacedById ?? null,
    replacesId: columns.replacesId ?? null,
    enabled: columns.enabled ?? true,
    metadata: columns.metadata ?? null,
    permissions: columns.permissions ?? null,
    allowedAddresses: columns.allowedAddresses ?? null,
    quota: {
      remaining: columns.remaining ?? null,
      refillAmount: columns.refillAmount ?? null,
      refillInterval: columns.refillInterval ?? null,
      lastRefillAt: columns.lastRefillAt ?? null,
    },
    rateLimit: {
      enabled: columns.rateLimitEnabled ?? null,
      max: columns.rateLimitMax ?? null,
      window: columns.rateLimitTimeWindow ?? null,
    },
    expiresAt: columns.expiresAt ?? null,
    revokedAt: columns.revokedAt ?? null,
    lastRequest: columns.lastRequest ?? null,
    lastAddress: columns.lastAddress ?? null,
    lastClient: columns.lastClient ?? null,
    createdAt: columns.createdAt,
    updatedAt: columns.updatedAt,
    auditPending: columns.auditPending ?? null,
  };
}

export function rowFromDraft(draft: KeyDraft): Record<string, unknown> {
  const { prefix, start, ...change } = draft;
  return {
    ...columnsFromChange(change),
    prefix: textOrNull(prefix),
    start: textOrNull(start),
  };
}

function textOrNull(text: string): string | null {
  return text === "" ? null : text;
}

export function columnsFromChange(change: KeyChange): Record<string, unknown> {
  const { hash, metadata, permissions, allowedAddresses, quota, rateLimit, ...columns } = change;
  return {
    ...columns,
    ...quota,
    ...(rateLimit?.enabled !== undefined && { rateLimitEnabled: rateLimit.enabled }),
    ...(rateLimit?.max !== undefined && { rateLimitMax: rateLimit.max }),
    ...(rateLimit?.window !== undefined && { rateLimitTimeWindow: rateLimit.window }),
    ...(hash !== undefined && { key: hash }),
    ...(change.auditPending !== undefined && { auditIsPending: change.auditPending !== null }),
    ...jsonColumns({ metadata, permissions, allowedAddresses }),
  };
}

function jsonColumns(values: Record<string, unknown>): Record<string, string | null> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([column, value]) => [column, value === null ? null : JSON.stringify(value)]),
  );
}
