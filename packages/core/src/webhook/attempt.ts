import type { Background } from "../background/background.ts";
import type { Clock } from "../port/clock.ts";
import type { RandomSource } from "../port/random.ts";
import type { WebhookStore } from "../port/webhook-store.ts";
import { nextAttempt } from "./backoff.ts";
import type { Delivery, DeliveryChange } from "./delivery.ts";
import type { SecretSealer } from "./secret.ts";
import { type SendOutcome, type Sender, errorOfStatus } from "./sender.ts";
import type { StoredWebhook } from "./webhook.ts";
import { changeWebhook } from "./change-webhook.ts";

export interface AttemptPorts {
  readonly store: WebhookStore;
  readonly sealer: SecretSealer;
  readonly send: Sender;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly background: Background;
}

/**
 * Sends a delivery that the caller has claimed, once, and writes down what came of it; answers the delivery
 * as it is then. Should the process die after sending and before writing, the claim runs out and
 * another sends it again, with the same id.
 *
 * Rejects where the store cannot be reached, and for nothing else.
 */
export async function attempt(
  claimed: Delivery,
  webhook: StoredWebhook,
  ports: AttemptPorts,
): Promise<Delivery> {
  const outcome = await sent(claimed, webhook, ports);
  const error = outcome.status === null ? outcome.error : errorOfStatus(outcome.status);
  const now = ports.clock.now();
  const settled = await settle(claimed, changeAfter(claimed, outcome.status, error, now), ports);
  await noteHealth(webhook, { isFailure: error !== null, isGone: outcome.status === 410 }, ports);
  return settled;

  function changeAfter(
    { attempts, expiresAt }: Delivery,
    lastStatus: number | null,
    lastError: string | null,
    at: number,
  ): DeliveryChange {
    const told = { lastStatus, lastError };
    const ended = { ...told, endedAt: new Date(at) };
    if (lastError === null) return { ...ended, state: "delivered" };
    const next = nextAttempt(attempts, {
      now: at,
      expiresAt: expiresAt.getTime(),
      random: fraction(ports.random),
    });
    if (next === null || lastStatus === 410) return { ...ended, state: "failed" };
    return { ...told, state: "pending", dueAt: new Date(next) };
  }
}

/** Ends a delivery that the caller has claimed, without sending it. */
export async function giveUp(
  claimed: Delivery,
  lastError: string,
  { store, clock }: Pick<AttemptPorts, "store" | "clock">,
): Promise<void> {
  const endedAt = new Date(clock.now());
  const change = { state: "failed", lastError, endedAt } as const;
  await store.changeDelivery(claimed.id, claimed.version, change);
}

async function sent(
  { eventId, payload }: Delivery,
  webhook: StoredWebhook,
  { send, clock, background, ...ports }: AttemptPorts,
): Promise<SendOutcome> {
  const timestamp = clock.now();
  let secrets: readonly string[];
  try {
    secrets = await secretsOf(webhook, timestamp, ports.sealer);
  } catch (error) {
    background.report(error, "webhooks");
    return { status: null, error: "The webhook's secret cannot be read; make a new one." };
  }
  try {
    return await send({ url: webhook.url, id: eventId, timestamp, payload, secrets });
  } catch (error) {
    background.report(error, "webhooks");
    return { status: null, error: "The message could not be sent." };
  }
}

async function secretsOf(
  { id, sealedSecret, previousSealedSecret, previousSecretUntil }: StoredWebhook,
  now: number,
  sealer: SecretSealer,
): Promise<readonly string[]> {
  const sealed = [sealedSecret];
  if (previousSealedSecret !== null && Number(previousSecretUntil) > now) {
    sealed.push(previousSealedSecret);
  }
  return Promise.all(sealed.map((each) => sealer.open(each, id)));
}

async function settle(
  claimed: Delivery,
  change: DeliveryChange,
  { store }: Pick<AttemptPorts, "store">,
): Promise<Delivery> {
  const settled = await store.changeDelivery(claimed.id, claimed.version, change);
  if (settled !== null) return settled;
  // The claim ran out and somebody else has it. What was delivered is delivered, whoever did it.
  const there = await store.findDelivery(claimed.id);
  if (there === null) return { ...claimed, ...change };
  if (change.state !== "delivered" || there.state === "delivered") return there;
  return (await store.changeDelivery(there.id, there.version, change)) ?? there;
}

/** Since when a webhook fails, and whether its receiver wants no more. */
async function noteHealth(
  webhook: StoredWebhook,
  { isFailure, isGone }: { readonly isFailure: boolean; readonly isGone: boolean },
  { store, clock }: Pick<AttemptPorts, "store" | "clock">,
): Promise<void> {
  if (isFailure === (webhook.failingSince !== null) && !isGone) return;
  await changeWebhook(store, webhook.id, (current) => ({
    ...(isGone && { enabled: false }),
    failingSince: isFailure ? (current.failingSince ?? new Date(clock.now())) : null,
  }));
}

/** From 0 to 1. */
function fraction(random: RandomSource): number {
  return Buffer.from(random.bytes(4)).readUInt32BE() / 2 ** 32;
}
