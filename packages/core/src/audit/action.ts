/** Everything that can happen to keys and is written down. Words that are in use stay in use for ever: old entries hold them. */
export const AUDIT_ACTIONS = [
  "created",
  "updated",
  "rotated",
  "revoked",
  "enabled",
  "disabled",
  "deleted",
  "imported",
  "expired",
  "purged",
  "leaked",
  /** An administrator looked at keys that are not their own. */
  "listed",
  /** An administrator looked for keys. */
  "searched",
  /** The policy refused it; `reason` is the code of the refusal. */
  "denied",
  /** Of webhooks; `reason` is which one. */
  "webhookCreated",
  "webhookUpdated",
  "webhookDeleted",
  "webhookSecretRotated",
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];
