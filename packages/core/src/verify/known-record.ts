import type { JsonValue } from "../record/json.ts";
import { type KeyRecord, type KeyView, withoutHash } from "../record/record.ts";

/** A record as the verifier remembers it. One `view` is handed to many callers: it is frozen. */
export interface KnownRecord {
  readonly hash: string;
  readonly view: KeyView;
}

export function knownRecord(record: KeyRecord | null): KnownRecord | null {
  if (record === null) return null;
  freezeJson(record.metadata);
  return { hash: record.hash, view: Object.freeze(withoutHash(record)) };
}

function freezeJson(value: JsonValue): void {
  if (typeof value !== "object" || value === null) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeJson(member);
}
