import type { Background } from "../background/background.ts";
import type { AlertStore } from "../port/alert-store.ts";
import type { Clock } from "../port/clock.ts";
import type { Timers } from "../port/timers.ts";
import { inTime } from "../verify/deadline.ts";
import { type Alert, type StoredAlert, publicAlert } from "./alert.ts";
import { AlertMessages, MESSAGE_DEADLINE } from "./message.ts";

/** Told of every alert, one at a time, at least once: again until it resolves. To be idempotent by the alert's id. */
export type AnnounceAlert = (alert: Alert) => Promise<void>;

const BATCH = 100;

export interface AnnouncementParts {
  readonly alerts: AlertStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
  readonly announce: AnnounceAlert;
}

/** Tells the rest of the application of every alert. */
export class Announcements {
  readonly #parts: AnnouncementParts;
  readonly #messages: AlertMessages;

  constructor(parts: AnnouncementParts) {
    this.#parts = parts;
    this.#messages = new AlertMessages(parts.alerts, "announcing", parts.clock);
  }

  /** Announces what is due, until told otherwise. */
  async run(isStopped: () => boolean): Promise<void> {
    let due: readonly StoredAlert[];
    do {
      due = await this.#messages.listDue(BATCH);
      for (const alert of due) {
        if (isStopped()) return;
        const mine = await this.#messages.claim(alert);
        if (mine !== null) await this.#announce(mine);
      }
    } while (due.length === BATCH);
  }

  async #announce(claimed: StoredAlert): Promise<void> {
    const { announce, timers, background } = this.#parts;
    try {
      await inTime(() => announce(publicAlert(claimed)), timers, MESSAGE_DEADLINE);
      await this.#messages.done(claimed);
    } catch (error) {
      background.report(error, "alerts");
      await this.#messages.failed(claimed);
    }
  }
}
