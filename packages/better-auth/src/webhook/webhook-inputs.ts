import { MAX_DELIVERY_PAGE_SIZE } from "@latchkey/core";
import * as z from "zod";
import { count } from "../endpoint/inputs.ts";

const id = z.string().min(1);
const userId = id.optional();
const types = z.array(z.string());

/** Whose webhooks are meant. */
const scope = {
  /** The configuration whose events are meant; if absent the default one, or that for organizations. */
  configId: id.optional(),
  /** The organization whose events are meant. Absent: the caller's own. */
  organizationId: id.optional(),
};

const installation = "Everybody's events, instead: for administrators.";

export const createWebhookInput = z.strictObject({
  /** Where events are sent: https, and a public address. */
  url: z.string(),
  /** At least one type of event. All that there are, if absent. */
  types: types.optional(),
  description: z.string().nullable().optional(),
  ...scope,
  installation: z.boolean().describe(installation).optional(),
  userId,
});

export const listWebhooksInput = z.strictObject({
  ...scope,
  installation: z
    .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")])
    .meta({ description: installation, wire: { type: "boolean" } })
    .optional(),
  userId,
});

export const updateWebhookInput = z.strictObject({
  webhookId: id,
  url: z.string().optional(),
  types: types.optional(),
  /** `null` removes it. */
  description: z.string().nullable().optional(),
  enabled: z.boolean().optional(),
  userId,
});

export const webhookIdInput = z.strictObject({ webhookId: id, userId });

export const deliveriesInput = z.strictObject({
  webhookId: id,
  /** 1 to 100; 50 if absent. */
  limit: count(1, MAX_DELIVERY_PAGE_SIZE).optional(),
  /** `nextCursor` of the page before. */
  cursor: id.optional(),
  userId,
});

export const redeliverInput = z.strictObject({ deliveryId: id, userId });

export type CreateWebhookInput = z.input<typeof createWebhookInput>;
export type ListWebhooksInput = z.input<typeof listWebhooksInput>;
export type UpdateWebhookInput = z.input<typeof updateWebhookInput>;
export type WebhookIdInput = z.input<typeof webhookIdInput>;
export type DeliveriesInput = z.input<typeof deliveriesInput>;
export type RedeliverInput = z.input<typeof redeliverInput>;
