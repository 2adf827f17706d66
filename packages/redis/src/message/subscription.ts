import type { ChangeListener, Timers } from "@latchkey/core";
import { keepTrying } from "../connection/keep-trying.ts";
import type { RedisClient } from "../connection/redis-client.ts";
import { readChange } from "./change-text.ts";

/** What tells, of a cluster or of sentinels, that it may be listened to elsewhere from now on. */
const SHAKEN = ["error", "node-error", "node-ready", "topology-change"];
/** Milliseconds after that, in which it is listened to again. */
const RESETTLING = 1_000;

/** Listens over connections of its own until it is ended. */
export class Subscription {
  readonly #client: RedisClient;
  readonly #channel: string;
  readonly #listener: ChangeListener;
  readonly #timers: Timers;
  #ended = false;
  #listening = false;
  #cancelResettling: (() => void) | null = null;

  /** @param client that belongs to this subscription. */
  constructor(client: RedisClient, channel: string, listener: ChangeListener, timers: Timers) {
    this.#client = client;
    this.#channel = channel;
    this.#listener = listener;
    this.#timers = timers;
    client.on("ready", () => {
      // One server: what was listened to before is listened to again when this is told.
      if (this.#listening) this.#missed();
    });
    for (const event of SHAKEN) {
      client.on(event, () => {
        this.#shaken();
      });
    }
    // It gave up, as its owner may have told the client that this one was made from.
    client.on("terminated", () => void this.#listen());
    void this.#listen();
  }

  end(): void {
    this.#ended = true;
    this.#cancelResettling?.();
    if (this.#client.isOpen) this.#client.destroy();
  }

  async #listen(): Promise<void> {
    this.#listening = false;
    await keepTrying(
      async () => {
        if (!this.#client.isOpen) await this.#client.connect();
        await this.#client.subscribe(this.#channel, this.#hear);
      },
      () => !this.#ended,
      this.#timers,
    );
    if (this.#ended) return;
    this.#listening = true;
    // Since the listener was told that it is subscribed, changes have been made that it has not heard of.
    this.#missed();
  }

  readonly #hear = (message: string): void => {
    const change = readChange(message);
    if (change !== null && !this.#ended) this.#listener.changed(change);
  };

  #shaken(): void {
    if (this.#ended || this.#cancelResettling !== null) return;
    this.#cancelResettling = this.#timers.after(RESETTLING, () => {
      this.#cancelResettling = null;
      this.#missed();
    });
  }

  #missed(): void {
    if (!this.#ended) this.#listener.missed();
  }
}
