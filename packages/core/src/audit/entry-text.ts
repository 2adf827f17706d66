import type { JsonObject } from "../record/json.ts";
import type { AuditEntry, AuditEvent } from "./entry.ts";
import { ENTRY_VERSION, entryJson } from "./hash.ts";

/** An entry as it is exported and carried: the object that is hashed, and the hash. */
export function entryToJson(entry: AuditEntry): JsonObject {
  return { ...entryJson(entry), hash: entry.hash };
}

/** @throws {Error} for what `entryToJson` has not made. */
export function entryFromJson(json: unknown): AuditEntry {
  if (typeof json !== "object" || json === null || !("version" in json)) {
    throw new Error("This is not an audit entry.");
  }
  const { version, ...entry } = json;
  if (version !== ENTRY_VERSION)
    throw new Error(`Audit entries of version ${String(version)} are not known here.`);
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- what entryToJson has made
  return withMoment(entry) as AuditEntry;
}

/** What has happened to a record and is not in the chain yet, as the record carries it: the rest the record knows. */
export type PendingEvent = Omit<AuditEvent, "keyId" | "start" | "referenceId" | "configId">;

export function pendingToText(event: PendingEvent): string {
  return JSON.stringify(event);
}

/** @throws {Error} for what `pendingToText` has not made. */
export function pendingFromText(text: string): PendingEvent {
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- what pendingToText has made
  return withMoment(JSON.parse(text)) as PendingEvent;
}

function withMoment(json: unknown): { readonly at: Date } {
  if (typeof json !== "object" || json === null || !("at" in json) || !("eventId" in json)) {
    throw new Error("This is not an audit event.");
  }
  return { ...json, at: new Date(String(json.at)) };
}

/** An entry as a line of JSON Lines, as it is exported. */
export function auditLine(entry: AuditEntry): string {
  return `${JSON.stringify(entryToJson(entry))}\n`;
}
