import type { Background } from "../background/background.ts";
import type { Configurations } from "../policy/configurations.ts";
import type { AlertStore } from "../port/alert-store.ts";
import type { Clock } from "../port/clock.ts";
import type { OwnerDirectory, OwnerKind } from "../port/owner-directory.ts";
import type { Timers } from "../port/timers.ts";
import { inTime } from "../verify/deadline.ts";
import { type Alert, type StoredAlert, publicAlert } from "./alert.ts";
import { AlertMessages, MESSAGE_DEADLINE } from "./message.ts";

/** Alerts of one owner, oldest first, to be sent in one message. */
export interface AlertDigest<Owner> {
  readonly owner: Owner;
  readonly alerts: readonly Alert[];
}

export type SendAlerts<Owner> = (digest: AlertDigest<Owner>) => Promise<void>;

/** How many alerts one digest holds at most; what is more comes in the next. */
export const MAX_DIGEST = 100;

export interface DigestParts<Owner> {
  readonly alerts: AlertStore;
  readonly owners: OwnerDirectory<Owner>;
  readonly configurations: Configurations;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
  readonly send: SendAlerts<Owner>;
}

/** Sends alerts to the owners of keys: those of one owner together, when the oldest has waited long enough. */
export class Digests<Owner> {
  readonly #parts: DigestParts<Owner>;
  readonly #messages: AlertMessages;

  constructor(parts: DigestParts<Owner>) {
    this.#parts = parts;
    this.#messages = new AlertMessages(parts.alerts, "sending", parts.clock);
  }

  /** Sends what is due, until told otherwise. */
  async run(isStopped: () => boolean): Promise<void> {
    let due: readonly StoredAlert[];
    do {
      due = await this.#messages.listDue(MAX_DIGEST);
      const owners = new Set(due.map(({ referenceId }) => referenceId));
      for (const referenceId of owners) {
        if (isStopped()) return;
        const own = due.filter((alert) => alert.referenceId === referenceId);
        await this.#sendTo(referenceId, own);
      }
    } while (due.length === MAX_DIGEST);
  }

  async #sendTo(referenceId: string, due: readonly StoredAlert[]): Promise<void> {
    const unsent = await this.#parts.alerts.listUnsent({ referenceId, limit: MAX_DIGEST });
    const all = new Map([...due, ...unsent].map((alert) => [alert.id, alert]));
    for (const kind of ["user", "organization"] as const) {
      const own = [...all.values()].filter((alert) => this.#kindOf(alert) === kind);
      const claimed: StoredAlert[] = [];
      for (const alert of own.slice(0, MAX_DIGEST)) {
        const mine = await this.#messages.claim(alert);
        if (mine !== null) claimed.push(mine);
      }
      if (claimed.length > 0) await this.#send(referenceId, kind, claimed);
    }
  }

  async #send(referenceId: string, kind: OwnerKind, claimed: readonly StoredAlert[]) {
    const { owners, timers, clock, send, background } = this.#parts;
    const alerts = claimed
      .map(publicAlert)
      .toSorted((a, b) => Number(a.raisedAt) - Number(b.raisedAt));
    try {
      const owner = await owners.find(referenceId, kind);
      // Who is gone, or banned, is not written to.
      if (owner !== null) await inTime(() => send({ owner, alerts }), timers, MESSAGE_DEADLINE);
      const sentAt = owner === null ? {} : { sentAt: new Date(clock.now()) };
      for (const alert of claimed) await this.#messages.done(alert, sentAt);
    } catch (error) {
      background.report(error, "alerts");
      for (const alert of claimed) await this.#messages.failed(alert);
    }
  }

  #kindOf({ configId }: StoredAlert): OwnerKind {
    return this.#parts.configurations.find(configId)?.references ?? "user";
  }
}
