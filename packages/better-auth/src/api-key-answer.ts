import { KEY_STATUSES } from "@latchkey/core";
import * as z from "zod";
import { metadataAnswer, momentAnswer, permissionsAnswer } from "./answer-fields.ts";

/** `ApiKey` on the wire. */
export const apiKeyAnswer = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  start: z.string().describe("What the key begins with: enough to recognise it by."),
  prefix: z.string().nullable(),
  environment: z.string().nullable(),
  replacedById: z.string().nullable().describe("The key that it was rotated into."),
  replacesId: z.string().nullable().describe("The key that it was rotated from."),
  rotateAt: momentAnswer.nullable().describe("When it should next be replaced."),
  configId: z.string().describe("The configuration that it is under."),
  referenceId: z.string().describe("The owner's id."),
  references: z.enum(["user", "organization"]).describe("What the owner is."),
  createdById: z.string().nullable().describe("The user who created it; null: the server."),
  enabled: z.boolean(),
  status: z.enum(KEY_STATUSES),
  metadata: metadataAnswer.nullable(),
  permissions: permissionsAnswer.nullable(),
  allowedAddresses: z
    .array(z.string())
    .readonly()
    .nullable()
    .describe("Addresses and ranges (CIDR) that it may be used from; null: any."),
  remaining: z.number().nullable().describe("What is left of its quota; null: it has none."),
  refillAmount: z.number().nullable(),
  refillInterval: z.number().nullable().describe("Milliseconds."),
  lastRefillAt: momentAnswer.nullable(),
  rateLimitEnabled: z.boolean().nullable().describe("null: the configuration says."),
  rateLimitMax: z.number().nullable().describe("Requests within any window."),
  rateLimitTimeWindow: z.number().nullable().describe("Milliseconds."),
  expiresAt: momentAnswer.nullable(),
  revokedAt: momentAnswer.nullable(),
  lastRequest: momentAnswer.nullable(),
  lastAddress: z.string().nullable(),
  lastClient: z.string().nullable(),
  createdAt: momentAnswer,
  updatedAt: momentAnswer,
});

const key = z.string().describe("The whole key. This is the only time it is seen.");

/** `CreatedApiKey` on the wire. */
export const createdApiKeyAnswer = apiKeyAnswer.extend({ key });

/** `RotatedApiKey` on the wire. */
export const rotatedApiKeyAnswer = createdApiKeyAnswer.extend({ predecessor: apiKeyAnswer });

/** `ApiKeyPage` on the wire. */
export const apiKeyPageAnswer = z.strictObject({
  apiKeys: z.array(apiKeyAnswer),
  total: z.number(),
  limit: z.number(),
  offset: z.number(),
});

/** To a deletion. */
export const deletedAnswer = z.strictObject({ success: z.literal(true) });
