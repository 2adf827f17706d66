import { randomUUID } from "node:crypto";
import { systemRandom } from "../../port/random.ts";
import type { Delivery } from "../../webhook/delivery.ts";
import { makeDeliveryId, makeWebhookId } from "../../webhook/ids.ts";
import type { StoredWebhook } from "../../webhook/webhook.ts";

export const NOON = new Date("2026-01-15T12:00:00.000Z");

/** So many milliseconds after noon. */
export const afterNoon = (milliseconds: number) => new Date(NOON.getTime() + milliseconds);

export function storedWebhook(differences: Partial<StoredWebhook> = {}): StoredWebhook {
  const webhook = {
    id: makeWebhookId(systemRandom),
    referenceId: randomUUID(),
    configId: "default",
    url: "https://example.com/hooks?of=état",
    description: null,
    types: ["api_key.alert.raised"],
    enabled: true,
    secretHint: "whsec_MfKQ…",
    createdAt: NOON,
    updatedAt: NOON,
    createdById: "ann",
    failingSince: null,
    sealedSecret: "sealed",
    previousSealedSecret: null,
    previousSecretUntil: null,
    version: 1,
  };
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- whoever says half of a scope says both
  return { ...webhook, ...differences } as StoredWebhook;
}

export function pendingDelivery(differences: Partial<Delivery> = {}): Delivery {
  const { createdAt = NOON } = differences;
  return {
    id: makeDeliveryId(createdAt.getTime(), systemRandom),
    webhookId: makeWebhookId(systemRandom),
    eventId: randomUUID(),
    type: "api_key.alert.raised",
    payload: '{"type":"api_key.alert.raised","data":{"name":"🔑"}}',
    state: "pending",
    attempts: 0,
    dueAt: createdAt,
    expiresAt: new Date(createdAt.getTime() + 86_400_000),
    createdAt,
    lastAttemptAt: null,
    lastStatus: null,
    lastError: null,
    endedAt: null,
    version: 1,
    ...differences,
  };
}
