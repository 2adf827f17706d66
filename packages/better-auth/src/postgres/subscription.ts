import type { ChangeListener } from "@latchkey/core";
import { backOff } from "./back-off.ts";
import { ListeningConnection, type ListeningSettings } from "./listening-connection.ts";
import { PostgresMessagesError } from "./messages-error.ts";
import { fromPayload } from "./payload.ts";

export interface SubscriptionSettings extends ListeningSettings {
  readonly onFault: (error: PostgresMessagesError) => void;
}

/** Listens, on one connection after the other, until it is ended. */
export class Subscription {
  readonly #settings: SubscriptionSettings;
  readonly #listener: ChangeListener;
  #connection: ListeningConnection | null = null;
  #cancelRetry = (): void => {};
  #isEnded = false;
  /** How many connections in a row broke before they answered a heartbeat. */
  #failures = 0;
  #isBreakTold = false;

  constructor(settings: SubscriptionSettings, listener: ChangeListener) {
    this.#settings = settings;
    this.#listener = listener;
    this.#connect();
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    this.#cancelRetry();
    await this.#connection?.end();
  }

  #connect(): void {
    try {
      this.#connection = new ListeningConnection(this.#settings, {
        listening: () => {
          this.#isBreakTold = false;
          this.#tell((listener) => {
            listener.missed();
          });
        },
        // Not as soon as it listens: a server that takes connections only to drop them is not asked ten times a second.
        alive: () => {
          this.#failures = 0;
        },
        received: (payload) => {
          const change = fromPayload(payload);
          if (change === null) return;
          this.#tell((listener) => {
            listener.changed(change);
          });
        },
        lost: (error) => {
          this.#retry(error);
        },
      });
    } catch (error) {
      this.#retry(error);
    }
  }

  #retry(error: unknown): void {
    if (this.#isEnded) return;
    this.#failures += 1;
    this.#cancelRetry = this.#settings.timers.after(backOff(this.#failures), () => {
      this.#connect();
    });
    if (this.#isBreakTold) return;
    this.#isBreakTold = true;
    this.#report("Changes are not listened to on PostgreSQL, and it is tried again", error);
  }

  /** What a listener throws would end the process: nobody calls it but a socket. */
  #tell(say: (listener: ChangeListener) => void): void {
    try {
      say(this.#listener);
    } catch (error) {
      this.#report("A listener to changes failed", error);
    }
  }

  #report(what: string, cause: unknown): void {
    try {
      this.#settings.onFault(new PostgresMessagesError(what, cause));
    } catch {
      // A handler that fails has nobody to tell.
    }
  }
}
