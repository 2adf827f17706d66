import type { ApiKeyAuditEntry } from "@latchkey/better-auth/client";
import type { Localization } from "../../localization/localization.ts";
import { fill } from "../../localization/message.ts";

type Told = Pick<ApiKeyAuditEntry, "action" | "changes" | "reason">;

/** What was done, in words. What a newer server calls by a word that is not known here is told by that word. */
export function historyText(entry: Told, text: Localization, locale: string): string {
  const { action, reason } = entry;
  if (action === "denied") return fill(text.HISTORY_DENIED, { reason: reason ?? "" });
  if (action === "created" && isGiven(entry, "replacesId"))
    return text.HISTORY_CREATED_AS_SUCCESSOR;
  if (action === "updated") return updatedText(entry, text, locale);
  return isKnown(action) ? text[ACTIONS[action]] : action;
}

const ACTIONS = {
  created: "HISTORY_CREATED",
  rotated: "HISTORY_ROTATED",
  revoked: "HISTORY_REVOKED",
  enabled: "HISTORY_ENABLED",
  disabled: "HISTORY_DISABLED",
  deleted: "HISTORY_DELETED",
  imported: "HISTORY_IMPORTED",
  expired: "HISTORY_EXPIRED",
  purged: "HISTORY_PURGED",
  leaked: "HISTORY_LEAKED",
  listed: "HISTORY_LOOKED_AT",
  searched: "HISTORY_LOOKED_AT",
  webhookCreated: "HISTORY_WEBHOOK_CREATED",
  webhookUpdated: "HISTORY_WEBHOOK_UPDATED",
  webhookDeleted: "HISTORY_WEBHOOK_DELETED",
  webhookSecretRotated: "HISTORY_WEBHOOK_SECRET_ROTATED",
} as const satisfies Record<
  Exclude<ApiKeyAuditEntry["action"], "updated" | "denied">,
  keyof Localization
>;

function isKnown(action: string): action is keyof typeof ACTIONS {
  return Object.hasOwn(ACTIONS, action);
}

/** Fields by the names that the forms have for them. */
const FIELDS: ReadonlyMap<
  string,
  "NAME" | "PERMISSIONS" | "ALLOWED_ADDRESSES" | "METADATA" | "EXPIRATION" | "HISTORY_LIMITS"
> = new Map([
  ["name", "NAME"],
  ["permissions", "PERMISSIONS"],
  ["allowedAddresses", "ALLOWED_ADDRESSES"],
  ["expiresAt", "EXPIRATION"],
  ["metadata", "METADATA"],
  ["quota", "HISTORY_LIMITS"],
  ["rateLimit", "HISTORY_LIMITS"],
]);

function updatedText({ changes }: Told, text: Localization, locale: string): string {
  const fields = Object.keys(changes).flatMap((name) => FIELDS.get(name) ?? []);
  const names = [...new Set(fields)].map((field) => text[field]);
  if (names.length === 0) return text.HISTORY_UPDATED;
  const list = new Intl.ListFormat(locale, { type: "unit", style: "short" }).format(names);
  return fill(text.HISTORY_UPDATED_FIELDS, { fields: list });
}

function isGiven({ changes }: Told, field: string): boolean {
  return Object.hasOwn(changes, field) && changes[field]?.after !== null;
}

export interface Observer {
  /** Whoever is looking. */
  userId: string | null;
  /** Names by user; whoever is not among them is told by the id. */
  names: ReadonlyMap<string, string>;
}

/** Who did it, in words. */
export function actorText(
  { kind, id }: ApiKeyAuditEntry["actor"],
  { userId, names }: Observer,
  text: Localization,
): string {
  if (kind === "system") return text.HISTORY_BY_SYSTEM;
  if (kind === "key") return text.HISTORY_BY_KEY;
  if (kind === "server" || id === null) return text.HISTORY_BY_APPLICATION;
  if (id === userId) return text.YOU;
  return names.get(id) ?? fill(text.USER_BY_ID, { id });
}
