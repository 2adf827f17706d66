import type { Configurations } from "../policy/configurations.ts";
import type { AlertStore } from "../port/alert-store.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { KeyRecord } from "../record/record.ts";
import type { StoredAlert } from "./alert.ts";
import type { AlertSettings } from "./alert-options.ts";
import { byMoment } from "./by-moment.ts";
import { DAY, type Looked, dueEvents } from "./due.ts";
import { alertPlace } from "./event.ts";
import type { AlertRaiser } from "./raiser.ts";
import { isSettled } from "./settled.ts";

const BATCH = 100;

export interface KeyLookParts {
  readonly store: KeyStore;
  readonly alerts: AlertStore;
  readonly raiser: AlertRaiser;
  readonly configurations: Configurations;
  readonly settings: AlertSettings;
  readonly clock: Clock;
}

/** Looks through the records of keys: for what is to be told, and for what of it is settled. */
export class KeyLook {
  readonly #parts: KeyLookParts;

  constructor(parts: KeyLookParts) {
    this.#parts = parts;
  }

  /** All keys that there could be something to tell about, then all alerts that could be settled. */
  async all(): Promise<void> {
    for await (const records of this.#expiring()) await this.#tell(records);
    for (const [configId, environment, until] of this.#rotations()) {
      for await (const records of this.#created(configId, environment, until)) {
        await this.#tell(records);
      }
    }
    await this.#settleAll();
  }

  /** One key, which somebody has just changed or removed. */
  async one(keyId: string): Promise<void> {
    const { store, alerts } = this.#parts;
    const record = await store.findById(keyId);
    if (record !== null) await this.#tell([record]);
    const filter = { keyId, open: true };
    const open = await alerts.list({ filter, limit: BATCH, offset: 0 });
    const looked = record === null ? null : await this.#look(record);
    for (const alert of open.alerts) await this.#settle(alert, looked);
  }

  async #tell(records: readonly KeyRecord[]): Promise<void> {
    const { raiser, settings, clock } = this.#parts;
    const told = [];
    for (const record of records) {
      for (const event of dueEvents(await this.#look(record), settings, clock.now())) {
        told.push({ event, record });
      }
    }
    for (let from = 0; from < told.length; from += BATCH) {
      await raiser.raiseNew(told.slice(from, from + BATCH));
    }
  }

  async #settleAll(): Promise<void> {
    const { store, alerts } = this.#parts;
    let after = "";
    for (;;) {
      const open = await alerts.listOpen({ after, limit: BATCH });
      for (const alert of open) {
        const record = await store.findById(alert.keyId);
        await this.#settle(alert, record === null ? null : await this.#look(record));
      }
      const last = open.at(-1);
      if (last === undefined || open.length < BATCH) return;
      after = alertPlace(last);
    }
  }

  async #settle(alert: StoredAlert, looked: Looked | null): Promise<void> {
    const { alerts, settings, clock } = this.#parts;
    const now = clock.now();
    if (!isSettled(alert, looked, settings, now)) return;
    // What was seen again meanwhile is not settled.
    const guard = { resolvedAt: null, lastSeenAt: alert.lastSeenAt };
    await alerts.update(alert.id, guard, { resolvedAt: new Date(now) });
  }

  async #look(record: KeyRecord): Promise<Looked> {
    const { store, configurations } = this.#parts;
    const { replacedById, updatedAt } = record;
    const policy = configurations.find(record.configId);
    if (replacedById === null) return { record, policy, replacedAt: null };
    // The rotation is what a successor is made by. Where that is gone, the last change will do.
    const successor = await store.findById(replacedById);
    return { record, policy, replacedAt: successor?.createdAt ?? updatedAt };
  }

  #expiring(): AsyncGenerator<readonly KeyRecord[]> {
    const { store, settings, clock } = this.#parts;
    const now = clock.now();
    const days = (settings.expiringDays.at(-1) ?? 0) * DAY;
    const until = new Date(now + Math.max(days, settings.overlapEnding));
    return byMoment(
      {
        list: (after, limit) => store.listExpired({ after, until, limit }),
        momentOf: ({ expiresAt }) => expiresAt?.getTime() ?? 0,
      },
      now,
    );
  }

  /** Environments whose keys are to be replaced, with the moment before which those were made that are due. */
  #rotations(): [configId: string, environment: string, until: Date][] {
    const { configurations, settings, clock } = this.#parts;
    if (!settings.kinds.has("rotation-due")) return [];
    return configurations.all.flatMap(([configId, { environments = {} }]) =>
      Object.entries(environments).flatMap(([name, { rotateEvery }]) => {
        if (rotateEvery === undefined) return [];
        const due: [string, string, Date] = [
          configId,
          name,
          new Date(clock.now() - rotateEvery * 1_000),
        ];
        return [due];
      }),
    );
  }

  #created(
    configId: string,
    environment: string,
    until: Date,
  ): AsyncGenerator<readonly KeyRecord[]> {
    const { store } = this.#parts;
    return byMoment(
      {
        list: (after, limit) =>
          store.listUnreplaced({ configId, environment, after, until, limit }),
        momentOf: ({ createdAt }) => createdAt.getTime(),
      },
      EARLIEST,
    );
  }
}

/** Before any key was made. */
const EARLIEST = Date.UTC(1970, 0, 1);
