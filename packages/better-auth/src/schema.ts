import type { BetterAuthPlugin } from "better-auth";

export const API_KEY_MODEL = "apikey";

/**
 * The table of keys, with the column names of Better Auth's own API-key plugin where both have a
 * column. `key` is the hash; the key itself is stored nowhere. `metadata` is JSON text.
 */
export const apiKeySchema = {
  [API_KEY_MODEL]: {
    fields: {
      name: { type: "string", required: false, input: false },
      start: { type: "string", required: true, input: false, index: true },
      prefix: { type: "string", required: false, input: false },
      key: { type: "string", required: true, input: false, returned: false },
      referenceId: { type: "string", required: true, input: false, index: true },
      environment: { type: "string", required: false, input: false },
      replacedById: { type: "string", required: false, input: false },
      replacesId: { type: "string", required: false, input: false },
      enabled: { type: "boolean", required: true, input: false, defaultValue: true },
      metadata: { type: "string", required: false, input: false },
      expiresAt: { type: "date", required: false, input: false },
      revokedAt: { type: "date", required: false, input: false },
      lastRequest: { type: "date", required: false, input: false },
      createdAt: { type: "date", required: true, input: false },
      updatedAt: { type: "date", required: true, input: false },
    },
  },
} as const satisfies NonNullable<BetterAuthPlugin["schema"]>;
