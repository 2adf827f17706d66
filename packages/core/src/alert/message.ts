import type { AlertChange, AlertGuard, AlertMessage, AlertStore } from "../port/alert-store.ts";
import type { Clock } from "../port/clock.ts";
import type { StoredAlert } from "./alert.ts";

/** How long the application's code may take for one message, in milliseconds. */
export const MESSAGE_DEADLINE = 30_000;
/** After this long a message that somebody tried to deliver, and said no more of, is tried again. */
export const LEASE = 5 * 60 * 1_000;
/** Milliseconds until a message that failed is tried again: doubled each time, up to the longest. */
const FIRST_DELAY = 60_000;
const LONGEST_DELAY = 60 * 60 * 1_000;

export function retryDelay(attempts: number): number {
  return Math.min(FIRST_DELAY * 2 ** Math.max(attempts - 1, 0), LONGEST_DELAY);
}

/**
 * Messages about alerts, each delivered by one process at a time and until it succeeded. A process that
 * dies in between is made up for after `LEASE`: what it had delivered comes twice then, never not at all.
 */
export class AlertMessages {
  readonly #alerts: AlertStore;
  readonly #message: AlertMessage;
  readonly #clock: Clock;

  constructor(alerts: AlertStore, message: AlertMessage, clock: Clock) {
    this.#alerts = alerts;
    this.#message = message;
    this.#clock = clock;
  }

  listDue(limit: number): Promise<readonly StoredAlert[]> {
    const until = new Date(this.#clock.now());
    return this.#alerts.listDue({ message: this.#message, until, limit });
  }

  /** The alert, to be told of by the caller and nobody else for a while; `null` where another process has it. */
  claim(alert: StoredAlert): Promise<StoredAlert | null> {
    const { attempts } = alert[this.#message];
    return this.#set(alert, new Date(this.#clock.now() + LEASE), attempts + 1);
  }

  /** Told; never again. */
  async done(claimed: StoredAlert, change: AlertChange = {}): Promise<void> {
    await this.#set(claimed, null, claimed[this.#message].attempts, change);
  }

  async failed(claimed: StoredAlert): Promise<void> {
    const { attempts } = claimed[this.#message];
    await this.#set(claimed, new Date(this.#clock.now() + retryDelay(attempts)), attempts);
  }

  /** Unless it has changed hands since. */
  #set(alert: StoredAlert, at: Date | null, attempts: number, change: AlertChange = {}) {
    const guard: AlertGuard =
      this.#message === "sending"
        ? { sendAt: alert.sending.at }
        : { announceAt: alert.announcing.at };
    return this.#alerts.update(alert.id, guard, { ...change, [this.#message]: { at, attempts } });
  }
}
