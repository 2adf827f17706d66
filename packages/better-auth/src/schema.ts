import type { BetterAuthPlugin } from "better-auth";

export const API_KEY_MODEL = "apikey";
export const REGISTER_MODEL = "apikeyRegister";
export const AUDIT_MODEL = "apikeyAudit";
export const REMOVED_MODEL = "apikeyRemoved";
export const USAGE_MODEL = "apikeyUsage";
export const ALERT_MODEL = "apikeyAlert";
export const ADDRESS_MODEL = "apikeyAddress";
export const WEBHOOK_MODEL = "apikeyWebhook";
export const DELIVERY_MODEL = "apikeyDelivery";

/** How often one outcome was seen: a column of numbers of more than 32 bits, which nobody else writes. */
const count = {
  type: "number",
  required: true,
  input: false,
  defaultValue: 0,
  bigint: true,
} as const;

/**
 * The table of keys, with the column names of Better Auth's own API-key plugin where both have a
 * column. `key` is the hash; the key itself is stored nowhere. `metadata`, `permissions` and
 * `allowedAddresses` are JSON text. What the peer has not may be absent, so that its tables can be
 * taken over with rows in them.
 */
export const apiKeySchema = {
  [API_KEY_MODEL]: {
    fields: {
      configId: {
        type: "string",
        required: true,
        input: false,
        index: true,
        defaultValue: "default",
      },
      name: { type: "string", required: false, input: false },
      start: { type: "string", required: false, input: false },
      prefix: { type: "string", required: false, input: false },
      key: { type: "string", required: true, input: false, returned: false, index: true },
      format: { type: "string", required: false, input: false, index: true },
      lookup: { type: "string", required: false, input: false, returned: false, index: true },
      origin: { type: "string", required: false, input: false, returned: false, index: true },
      referenceId: { type: "string", required: true, input: false, index: true },
      createdById: { type: "string", required: false, input: false, index: true },
      environment: { type: "string", required: false, input: false },
      replacedById: { type: "string", required: false, input: false },
      replacesId: { type: "string", required: false, input: false },
      enabled: { type: "boolean", required: false, input: false, defaultValue: true },
      metadata: { type: "string", required: false, input: false },
      permissions: { type: "string", required: false, input: false },
      allowedAddresses: { type: "string", required: false, input: false },
      remaining: { type: "number", required: false, input: false },
      refillAmount: { type: "number", required: false, input: false },
      refillInterval: { type: "number", required: false, input: false },
      lastRefillAt: { type: "date", required: false, input: false },
      rateLimitEnabled: { type: "boolean", required: false, input: false },
      rateLimitMax: { type: "number", required: false, input: false },
      rateLimitTimeWindow: { type: "number", required: false, input: false },
      expiresAt: { type: "date", required: false, input: false },
      revokedAt: { type: "date", required: false, input: false },
      lastRequest: { type: "date", required: false, input: false },
      lastAddress: { type: "string", required: false, input: false },
      lastClient: { type: "string", required: false, input: false },
      createdAt: { type: "date", required: true, input: false },
      updatedAt: { type: "date", required: true, input: false },
      // What the audit log has still to be told, and, to find it by, whether there is anything: the
      // text is too long for an index.
      auditPending: { type: "string", required: false, input: false, returned: false },
      auditIsPending: {
        type: "boolean",
        required: false,
        input: false,
        returned: false,
        index: true,
      },
    },
    // Of columns that the peer has without an index: a migration adds to a table that is there the
    // indexes of new columns, and those that are named here.
    indexes: [
      { fields: ["start"] },
      { fields: ["expiresAt"] },
      { fields: ["revokedAt", "expiresAt"] },
      // For keys that are to be replaced.
      { fields: ["environment", "createdAt"] },
      // For what was changed lately.
      { fields: ["updatedAt"] },
    ],
  },
  /** Which keys were removed lately: see `KeyStore.listChanged`. */
  [REMOVED_MODEL]: {
    fields: {
      keyId: { type: "string", required: true, input: false },
      removedAt: { type: "date", required: true, input: false, index: true },
    },
  },
  /** What was done to keys, chained by hash: see the port `AuditLog`. `changes` is JSON text. */
  [AUDIT_MODEL]: {
    fields: {
      seq: { type: "number", required: true, input: false, unique: true, bigint: true },
      eventId: { type: "string", required: true, input: false, unique: true },
      at: { type: "date", required: true, input: false },
      action: { type: "string", required: true, input: false },
      actorKind: { type: "string", required: true, input: false },
      actorId: { type: "string", required: false, input: false },
      address: { type: "string", required: false, input: false },
      client: { type: "string", required: false, input: false },
      keyId: { type: "string", required: false, input: false, index: true },
      start: { type: "string", required: false, input: false },
      referenceId: { type: "string", required: false, input: false, index: true },
      configId: { type: "string", required: false, input: false },
      changes: { type: "string", required: true, input: false },
      reason: { type: "string", required: false, input: false },
      previousHash: { type: "string", required: true, input: false },
      hash: { type: "string", required: true, input: false },
    },
  },
  /**
   * How often each key was used, one row per key, granularity and start: see the port `UsageStore`.
   * `bucket` is the three in one text: the one column by which rows are found to be added to, and by
   * which of two processes that begin a row at once one comes second. Every outcome has a column.
   */
  [USAGE_MODEL]: {
    fields: {
      bucket: { type: "string", required: true, input: false, unique: true },
      keyId: { type: "string", required: true, input: false },
      granularity: { type: "string", required: true, input: false },
      start: { type: "date", required: true, input: false },
      valid: count,
      invalid: count,
      expired: count,
      revoked: count,
      disabled: count,
      forbidden: count,
      rateLimited: count,
      quotaExceeded: count,
      unavailable: count,
    },
    indexes: [
      { fields: ["keyId", "granularity", "start"] },
      // For what is past its retention, of whatever key.
      { fields: ["granularity", "start"] },
    ],
  },
  /**
   * What owners of keys should look at: see the port `AlertStore`. `event` says what an alert tells of: the
   * unique column by which it is raised once, by however many processes. `place` is what alerts are sorted by,
   * `sendAt` and `announceAt` are null where there is nobody to tell (any more). `details` is JSON text.
   */
  [ALERT_MODEL]: {
    fields: {
      event: { type: "string", required: true, input: false, unique: true },
      place: { type: "string", required: true, input: false },
      kind: { type: "string", required: true, input: false },
      keyId: { type: "string", required: true, input: false },
      referenceId: { type: "string", required: true, input: false },
      configId: { type: "string", required: true, input: false },
      start: { type: "string", required: true, input: false },
      name: { type: "string", required: false, input: false },
      severity: { type: "string", required: true, input: false },
      raisedAt: { type: "date", required: true, input: false },
      lastSeenAt: { type: "date", required: true, input: false },
      count: { type: "number", required: true, input: false, bigint: true },
      details: { type: "string", required: true, input: false },
      acknowledgedAt: { type: "date", required: false, input: false },
      acknowledgedById: { type: "string", required: false, input: false },
      resolvedAt: { type: "date", required: false, input: false },
      resolvedById: { type: "string", required: false, input: false },
      sentAt: { type: "date", required: false, input: false },
      sendAt: { type: "date", required: false, input: false, index: true },
      sendAttempts: { type: "number", required: true, input: false },
      announceAt: { type: "date", required: false, input: false, index: true },
      announceAttempts: { type: "number", required: true, input: false },
    },
    indexes: [
      { fields: ["referenceId", "place"] },
      { fields: ["keyId", "kind", "place"] },
      // For what is open, and for what is past its retention.
      { fields: ["resolvedAt", "place"] },
    ],
  },
  /**
   * From where each key was used: see the port `AddressStore`. `name` is key and address in one text, by which
   * of two processes that see an address first one comes second.
   */
  [ADDRESS_MODEL]: {
    fields: {
      name: { type: "string", required: true, input: false, unique: true },
      keyId: { type: "string", required: true, input: false },
      address: { type: "string", required: true, input: false },
      client: { type: "string", required: false, input: false },
      firstSeenAt: { type: "date", required: true, input: false },
      lastSeenAt: { type: "date", required: true, input: false, index: true },
    },
    indexes: [{ fields: ["keyId", "lastSeenAt"] }],
  },
  /**
   * Places that events are sent to: see the port `WebhookStore`. `slot` is whose they are and which of
   * the so many that they may have: no two rows have the same, so that nobody has one too many. `types`
   * is JSON text; both secrets are encrypted.
   */
  [WEBHOOK_MODEL]: {
    fields: {
      webhookId: { type: "string", required: true, input: false, unique: true },
      slot: { type: "string", required: true, input: false, unique: true },
      referenceId: { type: "string", required: false, input: false, index: true },
      configId: { type: "string", required: false, input: false },
      url: { type: "string", required: true, input: false },
      description: { type: "string", required: false, input: false },
      types: { type: "string", required: true, input: false },
      enabled: { type: "boolean", required: true, input: false },
      secretHint: { type: "string", required: true, input: false },
      sealedSecret: { type: "string", required: true, input: false, returned: false },
      previousSealedSecret: { type: "string", required: false, input: false, returned: false },
      previousSecretUntil: { type: "date", required: false, input: false },
      failingSince: { type: "date", required: false, input: false },
      createdById: { type: "string", required: false, input: false },
      createdAt: { type: "date", required: true, input: false },
      updatedAt: { type: "date", required: true, input: false },
      version: { type: "number", required: true, input: false },
    },
  },
  /** Events on their way to webhooks, and those that have ended. `message` is the webhook and the event in one text: one event is there once. */
  [DELIVERY_MODEL]: {
    fields: {
      deliveryId: { type: "string", required: true, input: false, unique: true },
      message: { type: "string", required: true, input: false, unique: true },
      webhookId: { type: "string", required: true, input: false },
      eventId: { type: "string", required: true, input: false },
      type: { type: "string", required: true, input: false },
      payload: { type: "string", required: true, input: false },
      state: { type: "string", required: true, input: false },
      attempts: { type: "number", required: true, input: false },
      dueAt: { type: "date", required: true, input: false },
      expiresAt: { type: "date", required: true, input: false },
      createdAt: { type: "date", required: true, input: false },
      lastAttemptAt: { type: "date", required: false, input: false },
      lastStatus: { type: "number", required: false, input: false },
      lastError: { type: "string", required: false, input: false },
      endedAt: { type: "date", required: false, input: false },
      version: { type: "number", required: true, input: false },
    },
    indexes: [
      { fields: ["state", "dueAt"] },
      { fields: ["state", "endedAt"] },
      { fields: ["webhookId", "deliveryId"] },
    ],
  },
  /** What several processes agree on by compare-and-set: see the port `Registers`. */
  [REGISTER_MODEL]: {
    fields: {
      name: { type: "string", required: true, input: false, unique: true },
      value: { type: "string", required: true, input: false },
      version: { type: "number", required: true, input: false },
    },
  },
} as const satisfies NonNullable<BetterAuthPlugin["schema"]>;
