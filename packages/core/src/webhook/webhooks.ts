import { Background, type Fault } from "../background/background.ts";
import { KeyOperationError } from "../code/operation-error.ts";
import { type Clock, systemClock } from "../port/clock.ts";
import { type RandomSource, systemRandom } from "../port/random.ts";
import { type Timers, systemTimers } from "../port/timers.ts";
import type { WebhookStore } from "../port/webhook-store.ts";
import { attempt } from "./attempt.ts";
import { GIVE_UP_AFTER } from "./backoff.ts";
import { changeWebhook } from "./change-webhook.ts";
import { Deliverer, type DeliveryTally, LEASE } from "./deliverer.ts";
import type { Delivery } from "./delivery.ts";
import { DeliveryPurger } from "./delivery-purger.ts";
import {
  type Outbox,
  TEST_EVENT_TYPE,
  type WebhookEvent,
  assertEventId,
  payloadOf,
} from "./event.ts";
import { makeDeliveryId, makeWebhookId } from "./ids.ts";
import { type SecretSealer, makeSecret } from "./secret.ts";
import type { Sender } from "./sender.ts";
import { type TargetPolicy, checkedUrl } from "./target.ts";
import {
  INSTALLATION,
  MAX_WEBHOOKS,
  SECRET_OVERLAP,
  type StoredWebhook,
  type Webhook,
  type WebhookScope,
  withoutSecrets,
} from "./webhook.ts";
import { type WebhookWish, checkedDescription, checkedTypes } from "./wish.ts";

export interface WebhooksOptions {
  readonly store: WebhookStore;
  readonly sealer: SecretSealer;
  readonly send: Sender;
  readonly targets?: TargetPolicy | undefined;
  readonly clock?: Clock | undefined;
  readonly timers?: Timers | undefined;
  readonly random?: RandomSource | undefined;
  /** Told what went wrong where nobody waits for it. Ignored by default. */
  readonly onFault?: ((fault: Fault) => void) | undefined;
}

export type CreateWebhookInput = WebhookScope &
  Pick<WebhookWish, "url" | "description" | "types"> & {
    readonly createdById?: string | null | undefined;
  };

export type UpdateWebhookInput = {
  readonly [Field in keyof WebhookWish]?: WebhookWish[Field] | undefined;
} & { readonly id: string };

export interface CreatedWebhook {
  readonly webhook: Webhook;
  /** `whsec_…`: seen this once. */
  readonly secret: string;
}

export interface DeliveryPage {
  /** Newest first. */
  readonly deliveries: readonly Delivery[];
  /** For the next page; `null`: this is the last. */
  readonly nextCursor: string | null;
}

/** What this process has done, in numbers that only ever grow. Nothing in it is of any one webhook. */
export interface WebhookMetrics {
  /** Attempts by what came of them; test events are not among them. */
  readonly deliveries: Readonly<DeliveryTally>;
  /** What `onFault` was told. */
  readonly faults: number;
}

export const MAX_DELIVERY_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 50;

/**
 * Webhooks per the Standard Webhooks specification, and what is on its way to them. Who may do what is for
 * the caller to know. Where an id is of nothing, operations are refused as `WEBHOOK_NOT_FOUND` or
 * `DELIVERY_NOT_FOUND`.
 */
export class Webhooks implements Outbox {
  readonly #store: WebhookStore;
  readonly #sealer: SecretSealer;
  readonly #targets: TargetPolicy;
  readonly #clock: Clock;
  readonly #random: RandomSource;
  readonly #background: Background;
  readonly #ports: ConstructorParameters<typeof Deliverer>[0];
  readonly #deliverer: Deliverer;
  readonly #purger: DeliveryPurger;

  constructor(options: WebhooksOptions) {
    const { store, sealer, send, targets = {} } = options;
    const { clock = systemClock, timers = systemTimers, random = systemRandom } = options;
    const background = new Background(options.onFault ?? (() => undefined));
    this.#store = store;
    this.#sealer = sealer;
    this.#targets = targets;
    this.#clock = clock;
    this.#random = random;
    this.#background = background;
    this.#ports = { store, sealer, send, clock, timers, random, background };
    this.#deliverer = new Deliverer(this.#ports);
    this.#purger = new DeliveryPurger(this.#ports);
  }

  /** From now on what is due is delivered, by this process too. */
  start(): void {
    this.#deliverer.start();
    this.#purger.start();
  }

  /** Waits for attempts under way; none begins any more. What is left is for other processes, or the next one. */
  async close(): Promise<void> {
    this.#deliverer.stop();
    this.#purger.stop();
    await this.#background.idle();
  }

  /** Looks for what is due now rather than in a few seconds. */
  wake(): void {
    this.#deliverer.wake();
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    return this.#background.idle();
  }

  metrics(): WebhookMetrics {
    const faults = Object.values(this.#background.faults).reduce((sum, each) => sum + each, 0);
    return { deliveries: { ...this.#deliverer.tally }, faults };
  }

  async enqueue(event: WebhookEvent): Promise<void> {
    const { id: eventId, type, referenceId, configId } = event;
    assertEventId(eventId);
    const payload = payloadOf(event);
    const scopes = [{ referenceId, configId }, INSTALLATION];
    const webhooks = await Promise.all(scopes.map((scope) => this.#store.listOf(scope)));
    for (const webhook of webhooks.flat()) {
      if (!webhook.enabled || !webhook.types.includes(type)) continue;
      await this.#store.put(this.#delivery({ webhookId: webhook.id, eventId, type, payload }));
    }
    this.#deliverer.wake();
  }

  /**
   * @throws {KeyOperationError} `INVALID_WEBHOOK_URL`, `INVALID_WEBHOOK_TYPES`,
   * `INVALID_WEBHOOK_DESCRIPTION` or `WEBHOOK_LIMIT_REACHED`.
   */
  async create(input: CreateWebhookInput): Promise<CreatedWebhook> {
    const { url, types, description, createdById = null } = input;
    const id = makeWebhookId(this.#random);
    const { secret, hint } = makeSecret(this.#random);
    const now = new Date(this.#clock.now());
    const scope =
      input.referenceId === null
        ? INSTALLATION
        : { referenceId: input.referenceId, configId: input.configId };
    const webhook: StoredWebhook = {
      ...scope,
      id,
      url: checkedUrl(url, this.#targets),
      description: checkedDescription(description),
      types: checkedTypes(types),
      enabled: true,
      secretHint: hint,
      createdAt: now,
      updatedAt: now,
      createdById,
      failingSince: null,
      sealedSecret: await this.#sealer.seal(secret, id),
      previousSealedSecret: null,
      previousSecretUntil: null,
      version: 1,
    };
    if (await this.#store.insert(webhook)) return { webhook: withoutSecrets(webhook), secret };
    throw new KeyOperationError(
      "WEBHOOK_LIMIT_REACHED",
      `There are ${MAX_WEBHOOKS} webhooks already; delete one first.`,
    );
  }

  /** `null` where there is none. */
  async find(id: string): Promise<Webhook | null> {
    const stored = await this.#store.find(id);
    return stored === null ? null : withoutSecrets(stored);
  }

  /** Oldest first. */
  async list(scope: WebhookScope): Promise<readonly Webhook[]> {
    return (await this.#store.listOf(scope)).map(withoutSecrets);
  }

  /**
   * Changes what is given, and leaves the rest. One that is switched off is sent nothing more, what was
   * on its way included.
   *
   * @throws {KeyOperationError} as `create`, and `NO_VALUES_TO_UPDATE`.
   */
  async update({ id, url, description, types, enabled }: UpdateWebhookInput): Promise<Webhook> {
    const change = {
      ...(url !== undefined && { url: checkedUrl(url, this.#targets) }),
      ...(description !== undefined && { description: checkedDescription(description) }),
      ...(types !== undefined && { types: checkedTypes(types) }),
      ...(enabled !== undefined && { enabled }),
      // Whatever failed, failed as it was before.
      ...((url !== undefined || enabled === true) && { failingSince: null }),
    };
    if (Object.keys(change).length === 0) throw new KeyOperationError("NO_VALUES_TO_UPDATE");
    const updatedAt = new Date(this.#clock.now());
    return this.#changed(id, () => ({ ...change, updatedAt }));
  }

  /** A new secret. Messages are signed with the old one too for a day yet, and with none older. */
  async rotateSecret(id: string): Promise<CreatedWebhook> {
    const { secret, hint: secretHint } = makeSecret(this.#random);
    const sealedSecret = await this.#sealer.seal(secret, id);
    const now = this.#clock.now();
    const webhook = await this.#changed(id, (current) => ({
      sealedSecret,
      secretHint,
      previousSealedSecret: current.sealedSecret,
      previousSecretUntil: new Date(now + SECRET_OVERLAP),
      updatedAt: new Date(now),
    }));
    return { webhook, secret };
  }

  async remove(id: string): Promise<void> {
    if (!(await this.#store.remove(id))) throw new KeyOperationError("WEBHOOK_NOT_FOUND");
  }

  /** Removes all webhooks of a scope: for owners who are no more. */
  async removeAll(scope: WebhookScope): Promise<void> {
    for (const { id } of await this.#store.listOf(scope)) await this.#store.remove(id);
  }

  /** Sends a test event now, once, whether the webhook is on or off, and answers what came of it. */
  async test(id: string): Promise<Delivery> {
    const webhook = await this.#stored(id);
    const now = new Date(this.#clock.now());
    const delivery = this.#delivery({
      webhookId: id,
      eventId: makeDeliveryId(now.getTime(), this.#random).replace("whd", "test"),
      type: TEST_EVENT_TYPE,
      payload: payloadOf({ type: TEST_EVENT_TYPE, at: now, data: { webhookId: id } }),
    });
    const claimed: Delivery = {
      ...delivery,
      state: "sending",
      attempts: 1,
      dueAt: new Date(now.getTime() + LEASE),
      lastAttemptAt: now,
      // It is not tried again.
      expiresAt: now,
    };
    await this.#store.put(claimed);
    return attempt(claimed, webhook, this.#ports);
  }

  async findDelivery(id: string): Promise<Delivery | null> {
    return this.#store.findDelivery(id);
  }

  /** @throws {RangeError} for a limit that is not from 1 to 100. */
  async deliveries(input: {
    readonly webhookId: string;
    /** 50 by default. */
    readonly limit?: number | undefined;
    /** `nextCursor` of the page before. Absent: the newest. */
    readonly cursor?: string | undefined;
  }): Promise<DeliveryPage> {
    const { limit = DEFAULT_PAGE_SIZE } = input;
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_DELIVERY_PAGE_SIZE) {
      throw new RangeError(`limit must be a whole number from 1 to ${MAX_DELIVERY_PAGE_SIZE}.`);
    }
    const found = await this.#store.listDeliveries({ ...input, limit: limit + 1 });
    const deliveries = found.slice(0, limit);
    return {
      deliveries,
      nextCursor: found.length > limit ? (deliveries.at(-1)?.id ?? null) : null,
    };
  }

  /**
   * Has a delivery tried again at once, and for a day from now: one that has ended, or that waits for its
   * next attempt. Receivers see the same `webhook-id`.
   *
   * @throws {KeyOperationError} `DELIVERY_UNDER_WAY` while it is being sent, `WEBHOOK_DISABLED`.
   */
  async redeliver(id: string): Promise<Delivery> {
    const delivery = await this.#store.findDelivery(id);
    if (delivery === null) throw new KeyOperationError("DELIVERY_NOT_FOUND");
    if (!(await this.#stored(delivery.webhookId)).enabled) {
      throw new KeyOperationError("WEBHOOK_DISABLED");
    }
    const now = this.#clock.now();
    const again = { state: "pending", attempts: 0, endedAt: null, dueAt: new Date(now) } as const;
    const expiresAt = new Date(now + GIVE_UP_AFTER);
    const changed =
      delivery.state === "sending"
        ? null
        : await this.#store.changeDelivery(id, delivery.version, { ...again, expiresAt });
    if (changed === null) throw new KeyOperationError("DELIVERY_UNDER_WAY");
    this.#deliverer.wake();
    return changed;
  }

  async #stored(id: string): Promise<StoredWebhook> {
    const webhook = await this.#store.find(id);
    if (webhook === null) throw new KeyOperationError("WEBHOOK_NOT_FOUND");
    return webhook;
  }

  async #changed(id: string, change: Parameters<typeof changeWebhook>[2]): Promise<Webhook> {
    const changed = await changeWebhook(this.#store, id, change);
    if (changed === null) throw new KeyOperationError("WEBHOOK_NOT_FOUND");
    return withoutSecrets(changed);
  }

  #delivery(message: Pick<Delivery, "webhookId" | "eventId" | "type" | "payload">): Delivery {
    const now = this.#clock.now();
    return {
      ...message,
      id: makeDeliveryId(now, this.#random),
      state: "pending",
      attempts: 0,
      dueAt: new Date(now),
      expiresAt: new Date(now + GIVE_UP_AFTER),
      createdAt: new Date(now),
      lastAttemptAt: null,
      lastStatus: null,
      lastError: null,
      endedAt: null,
      version: 1,
    };
  }
}
