import {
  DELIVERY_STATES,
  type Delivery,
  type DeliveryState,
  WEBHOOK_EVENT_TYPES,
  type Webhook,
  type WebhookEventType,
} from "@latchkey/core";
import * as z from "zod";
import { momentAnswer } from "../answer-fields.ts";

/** A webhook as the endpoints answer it. Dates are ISO 8601 strings on the wire. */
export interface ApiKeyWebhook {
  id: string;
  /** The owner whose events it is told of; `null`: everybody's. */
  referenceId: string | null;
  /** The configuration whose events it is told of; `null`: all. */
  configId: string | null;
  url: string;
  description: string | null;
  types: readonly WebhookEventType[];
  enabled: boolean;
  /** The beginning of the secret, to recognise it by. */
  secretHint: string;
  /** Since when every attempt has failed; `null`: the last one did not. */
  failingSince: Date | null;
  /** The user who registered it; `null`: the server. */
  createdById: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** The answers that hold the secret: it is seen this once. */
export interface ApiKeyWebhookWithSecret extends ApiKeyWebhook {
  secret: string;
}

export interface ApiKeyWebhookList {
  /** Oldest first. */
  webhooks: ApiKeyWebhook[];
  /** What webhooks can be told of. */
  types: readonly WebhookEventType[];
  /** How many there may be. */
  limit: number;
}

/** One event on its way to one webhook. */
export interface ApiKeyWebhookDelivery {
  id: string;
  webhookId: string;
  /** `webhook-id` of the message. */
  eventId: string;
  type: string;
  state: DeliveryState;
  attempts: number;
  /** `null` where none follows, or one is under way. */
  nextAttemptAt: Date | null;
  lastAttemptAt: Date | null;
  /** The HTTP status of the last answer; `null`: there was none. */
  lastStatus: number | null;
  /** Why the last attempt failed. */
  lastError: string | null;
  createdAt: Date;
  endedAt: Date | null;
}

export interface ApiKeyWebhookDeliveries {
  /** Newest first. */
  deliveries: ApiKeyWebhookDelivery[];
  /** `cursor` of the next page; `null`: there is none. */
  nextCursor: string | null;
}

export function toWebhook(webhook: Webhook): ApiKeyWebhook {
  return webhook;
}

export function toDelivery(delivery: Delivery): ApiKeyWebhookDelivery {
  const { payload: _payload, version: _version, expiresAt: _expiresAt, dueAt, ...told } = delivery;
  return { ...told, nextAttemptAt: told.state === "pending" ? dueAt : null };
}

const types = z.array(z.enum(WEBHOOK_EVENT_TYPES)).readonly();

/** `ApiKeyWebhook` on the wire. */
export const webhookAnswer = z.strictObject({
  id: z.string(),
  referenceId: z.string().nullable().describe("Whose events it is told of; null: everybody's."),
  configId: z.string().nullable(),
  url: z.string(),
  description: z.string().nullable(),
  types,
  enabled: z.boolean(),
  secretHint: z.string().describe("The beginning of the secret, to recognise it by."),
  failingSince: momentAnswer
    .nullable()
    .describe("Since when every attempt has failed; null: the last one did not."),
  createdById: z.string().nullable(),
  createdAt: momentAnswer,
  updatedAt: momentAnswer,
});

export const webhookWithSecretAnswer = webhookAnswer.extend({
  secret: z.string().describe("To verify signatures with. It is seen this once."),
});

export const webhookListAnswer = z.strictObject({
  webhooks: z.array(webhookAnswer),
  types,
  limit: z.number().describe("How many there may be."),
});

/** `ApiKeyWebhookDelivery` on the wire. */
export const deliveryAnswer = z.strictObject({
  id: z.string(),
  webhookId: z.string(),
  eventId: z.string().describe("webhook-id of the message."),
  type: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number(),
  nextAttemptAt: momentAnswer.nullable(),
  lastAttemptAt: momentAnswer.nullable(),
  lastStatus: z.number().nullable().describe("The HTTP status of the last answer."),
  lastError: z.string().nullable().describe("Why the last attempt failed."),
  createdAt: momentAnswer,
  endedAt: momentAnswer.nullable(),
});

export const deliveriesAnswer = z.strictObject({
  deliveries: z.array(deliveryAnswer),
  nextCursor: z.string().nullable().describe("cursor of the next page; null: there is none."),
});
