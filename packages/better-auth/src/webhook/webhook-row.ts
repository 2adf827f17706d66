import {
  type StoredWebhook,
  WEBHOOK_EVENT_TYPES,
  type WebhookChange,
  type WebhookEventType,
  type WebhookScope,
} from "@latchkey/core";
import * as z from "zod";
import { moment, momentOrNull, textOrNull } from "./columns.ts";

/** One that another version of this code knows is left alone. */
const types = z.string().transform((text): readonly WebhookEventType[] => {
  const names = z.array(z.string()).parse(JSON.parse(text));
  return WEBHOOK_EVENT_TYPES.filter((type) => names.includes(type));
});

/** A row of the table of webhooks as adapters answer it. */
const webhookRow = z.object({
  webhookId: z.string(),
  referenceId: textOrNull,
  configId: textOrNull,
  url: z.string(),
  description: textOrNull,
  types,
  enabled: z.coerce.boolean(),
  secretHint: z.string(),
  sealedSecret: z.string(),
  previousSealedSecret: textOrNull,
  previousSecretUntil: momentOrNull,
  failingSince: momentOrNull,
  createdById: textOrNull,
  createdAt: moment,
  updatedAt: moment,
  version: z.number(),
});

/** @throws {z.ZodError} for what is no row of this table. */
export function webhookFromRow(row: unknown): StoredWebhook {
  const { webhookId: id, referenceId, configId, ...columns } = webhookRow.parse(row);
  return { id, ...scopeOf(referenceId, configId), ...columns };
}

/** `slot`: see the schema. */
export function rowFromWebhook({ id, ...webhook }: StoredWebhook, slot: string) {
  return { ...webhook, webhookId: id, slot, types: JSON.stringify(webhook.types) };
}

export function columnsFromWebhookChange({ types: changed, ...columns }: WebhookChange) {
  return { ...columns, ...(changed !== undefined && { types: JSON.stringify(changed) }) };
}

function scopeOf(referenceId: string | null, configId: string | null): WebhookScope {
  return referenceId === null || configId === null
    ? { referenceId: null, configId: null }
    : { referenceId, configId };
}
