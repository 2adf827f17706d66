import type { Background } from "../background/background.ts";
import type { Change, ChangeListener, ChangeMessages } from "../port/change-messages.ts";
import type { Timers } from "../port/timers.ts";
import { inTime } from "../verify/deadline.ts";

/** Milliseconds for which an operation on a key waits until others have been told of it. */
export const PUBLISH_DEADLINE = 500;

export interface BroadcastPorts {
  readonly messages: readonly ChangeMessages[];
  readonly timers: Timers;
  readonly background: Background;
}

/** Messages of all kinds that there are, to and from other processes. */
export class Broadcast {
  readonly #ports: BroadcastPorts;
  #subscriptions: readonly (() => Promise<void>)[] = [];
  #sent = 0;
  #received = 0;
  #missed = 0;
  #failed = 0;

  constructor(ports: BroadcastPorts) {
    this.#ports = ports;
  }

  /** How many were sent, were heard, may have been lost on the way here, and could not be sent. */
  get metrics(): BroadcastReading {
    const [sent, received] = [this.#sent, this.#received];
    return { sent, received, missed: this.#missed, failed: this.#failed };
  }

  listen(listener: ChangeListener): void {
    const counting: ChangeListener = {
      changed: (change) => {
        this.#received += 1;
        listener.changed(change);
      },
      missed: () => {
        this.#missed += 1;
        listener.missed();
      },
    };
    this.#subscriptions = this.#ports.messages.map((each) => each.subscribe(counting));
  }

  /**
   * Tells all others, and resolves when that is done. Never rejects: the change has been made, and whoever is
   * not told of it looks for it.
   */
  async publish(change: Change): Promise<void> {
    const { messages, timers } = this.#ports;
    await Promise.all(
      messages.map(async (each) => {
        try {
          await inTime(() => each.publish(change), timers, PUBLISH_DEADLINE);
          this.#sent += 1;
        } catch (error) {
          this.#failed += 1;
          this.#ports.background.report(error, "messages");
        }
      }),
    );
  }

  async close(): Promise<void> {
    const ending = this.#subscriptions.map((end) => end());
    this.#subscriptions = [];
    await Promise.all(ending);
  }
}

export interface BroadcastReading {
  readonly sent: number;
  readonly received: number;
  /** Times at which messages may have been lost. */
  readonly missed: number;
  readonly failed: number;
}
