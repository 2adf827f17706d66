import type { Timers } from "../port/timers.ts";
import { type AttemptPorts, attempt, giveUp } from "./attempt.ts";
import type { Delivery } from "./delivery.ts";
import type { StoredWebhook } from "./webhook.ts";

/** Milliseconds from the start of a process to its first look at what is due, and between looks. */
export const FIRST_LOOK = 1_000;
export const LOOK_INTERVAL = 5_000;

/** Milliseconds after which whoever sends something is taken for dead: longer than any attempt takes. */
export const LEASE = 60_000;

/** Attempts of this process that are under way at once, and those to one host. */
export const MAX_UNDER_WAY = 20;
export const MAX_PER_HOST = 4;

/** Deliveries that are read at once. */
const BATCH = 100;

/** What came of deliveries that this process tried, since it began. */
export interface DeliveryTally {
  delivered: number;
  /** Failed, and to be tried again. */
  retried: number;
  /** Failed, and given up. */
  failed: number;
}

export interface DelivererPorts extends AttemptPorts {
  readonly timers: Timers;
}

/**
 * Sends what is due, in the background. Several processes may do so on one store: a delivery is claimed by
 * compare-and-set before it is sent, so that no two send it at once; the claim of one that dies runs out.
 */
export class Deliverer {
  readonly #ports: DelivererPorts;
  readonly tally: DeliveryTally = { delivered: 0, retried: 0, failed: 0 };
  /** The host that each delivery under way goes to. */
  readonly #underWay = new Map<string, string>();
  #cancelTimer: (() => void) | null = null;
  #isRunning = false;
  #isLooking = false;
  /** Whether something has come up since the look under way began. */
  #isStale = false;

  constructor(ports: DelivererPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#isRunning = true;
    this.#arm(FIRST_LOOK);
  }

  /** No more attempts begin. Those under way go on. */
  stop(): void {
    this.#isRunning = false;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  /** Looks now for what is due, for there may be something. */
  wake(): void {
    if (!this.#isRunning) return;
    if (this.#isLooking) {
      this.#isStale = true;
      return;
    }
    this.#isLooking = true;
    this.#ports.background.run("webhooks", async () => {
      try {
        do {
          this.#isStale = false;
          await this.#look();
        } while (this.#mayHaveMissed());
      } finally {
        this.#isLooking = false;
      }
    });
  }

  // A method, because whoever reads the field just after it was set is told that it cannot have changed.
  #mayHaveMissed(): boolean {
    return this.#isStale && this.#isRunning;
  }

  async #look(): Promise<void> {
    const { store, clock } = this.#ports;
    const busy = new Set<string>();
    const webhooks = new Map<string, StoredWebhook | null>();
    for (;;) {
      const now = new Date(clock.now());
      const due = await store.due({ now, limit: BATCH, except: [...busy] });
      const busyBefore = busy.size;
      let begun = 0;
      for (const delivery of due) {
        const { webhookId } = delivery;
        if (busy.has(webhookId) || this.#underWay.has(delivery.id)) continue;
        if (!this.#isRunning || this.#underWay.size >= MAX_UNDER_WAY) return;
        if (!webhooks.has(webhookId)) webhooks.set(webhookId, await store.find(webhookId));
        const webhook = webhooks.get(webhookId) ?? null;
        if (webhook !== null && this.#countTo(hostOf(webhook)) >= MAX_PER_HOST) busy.add(webhookId);
        else if (await this.#begin(delivery, webhook)) begun += 1;
      }
      // Behind what a slow host holds up there may be something for others.
      if (due.length < BATCH || (begun === 0 && busy.size === busyBefore)) return;
    }
  }

  /** Whether it could be claimed. */
  async #begin(delivery: Delivery, webhook: StoredWebhook | null): Promise<boolean> {
    const { store, clock, background } = this.#ports;
    const now = clock.now();
    const claimed = await store.changeDelivery(delivery.id, delivery.version, {
      state: "sending",
      attempts: delivery.attempts + 1,
      dueAt: new Date(now + LEASE),
      lastAttemptAt: new Date(now),
    });
    if (claimed === null) return false;
    if (webhook === null) await this.#giveUp(claimed, "The webhook is gone.");
    else if (!webhook.enabled) await this.#giveUp(claimed, "The webhook is off.");
    else {
      this.#underWay.set(claimed.id, hostOf(webhook));
      background.run("webhooks", async () => {
        try {
          this.#count(await attempt(claimed, webhook, this.#ports));
        } finally {
          this.#underWay.delete(claimed.id);
          this.wake();
        }
      });
    }
    return true;
  }

  async #giveUp(claimed: Delivery, why: string): Promise<void> {
    await giveUp(claimed, why, this.#ports);
    this.tally.failed += 1;
  }

  #count({ state }: Delivery): void {
    if (state === "delivered") this.tally.delivered += 1;
    else if (state === "failed") this.tally.failed += 1;
    else this.tally.retried += 1;
  }

  #countTo(host: string): number {
    let count = 0;
    for (const each of this.#underWay.values()) if (each === host) count += 1;
    return count;
  }

  #arm(delay: number): void {
    this.#cancelTimer = this.#ports.timers.after(delay, () => {
      this.#arm(LOOK_INTERVAL);
      this.wake();
    });
  }
}

function hostOf({ url }: StoredWebhook): string {
  return URL.parse(url)?.host ?? url;
}
