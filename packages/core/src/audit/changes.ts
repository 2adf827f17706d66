import { createHash } from "node:crypto";
import type { JsonValue } from "../record/json.ts";
import type { KeyRecord } from "../record/record.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { AuditChange, AuditChanges } from "./entry.ts";

/** What is told of a record. Never its hash, nor what it is found by; nor what use changes. */
const TOLD_FIELDS = [
  "name",
  "environment",
  "prefix",
  "enabled",
  "metadata",
  "permissions",
  "allowedAddresses",
  "quota",
  "rateLimit",
  "expiresAt",
  "revokedAt",
  "replacedById",
  "replacesId",
  "createdById",
  "format",
] as const satisfies readonly (keyof KeyRecord)[];

type ToldFields = Partial<Pick<KeyRecord, (typeof TOLD_FIELDS)[number]>>;

/** Characters of JSON up to which a value is repeated in an entry. */
export const MAX_VALUE_LENGTH = 1_024;

/**
 * The fields of a record that `after` gives another value than `before`; where there is no `before`,
 * all that have one. What is absent from `after` has not changed.
 */
export function changesBetween(before: ToldFields | null, after: ToldFields): AuditChanges {
  const changes: [string, AuditChange][] = [];
  for (const field of TOLD_FIELDS) {
    if (after[field] === undefined) continue;
    const [was, is] = [toJson(before?.[field]), toJson(after[field])];
    if (canonicalJson(was) !== canonicalJson(is)) {
      changes.push([field, { before: bounded(was), after: bounded(is) }]);
    }
  }
  return Object.fromEntries(changes);
}

/** Dates become ISO 8601 text. */
function toJson(value: unknown): JsonValue {
  const json: JsonValue = JSON.parse(JSON.stringify(value ?? null));
  return json;
}

/** A long value is not repeated, but can be recognised: by the SHA-256 of its canonical JSON. */
function bounded(value: JsonValue): JsonValue {
  const text = canonicalJson(value);
  if (text.length <= MAX_VALUE_LENGTH) return value;
  return { length: text.length, sha256: createHash("sha256").update(text).digest("hex") };
}
