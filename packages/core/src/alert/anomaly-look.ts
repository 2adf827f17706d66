import type { KeyAnomaly } from "../anomaly/key-anomaly.ts";
import { MAX_WATCHED_KEYS } from "../anomaly/key-watcher.ts";
import { STRETCH } from "../anomaly/watched-key.ts";
import type { AddressStore } from "../port/address-store.ts";
import type { AlertStore } from "../port/alert-store.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { Registers } from "../port/registers.ts";
import type { UsageStore } from "../port/usage-store.ts";
import { INSTALLATION_USAGE } from "../usage/installation-usage.ts";
import type { AlertSettings } from "./alert-options.ts";
import { anomalyEvent, anomalyName } from "./anomaly-event.ts";
import { AnomalyMemory } from "./anomaly-memory.ts";
import { type AnomalyTurn, AnomalyTurns } from "./anomaly-turn.ts";
import { eventName } from "./event.ts";
import type { AlertRaiser } from "./raiser.ts";
import { ERRORS } from "./signs.ts";
import { WatchedKeys } from "./watched-keys.ts";

const MINUTE = 60_000;
/** Milliseconds after which a minute counts as over: what was counted in it has been written. */
const GRACE = 15_000;
/** In minutes: as far back as is read, for that long minutes are kept. */
const FARTHEST_BACK = 2 * 24 * 60;
/** How many keys begin to be watched in one look, each with what is kept of it. */
export const BEGUN_PER_LOOK = 20;
/** How many keys are written down in one look: those for which that was longest ago. */
export const SAVED_PER_LOOK = 100;
/** How many keys are looked for that were used; more than are watched, since some are not yet. */
const MAX_USED = 5 * MAX_WATCHED_KEYS;
const BATCH = 100;

/** What counts as use of a key: refusals of ended keys do not, nor do outages. */
const USE = ["valid", ...ERRORS] as const;

export interface AnomalyLookParts {
  readonly store: KeyStore;
  readonly alerts: AlertStore;
  readonly usage: UsageStore;
  readonly addresses: AddressStore | undefined;
  readonly registers: Registers;
  readonly raiser: AlertRaiser;
  readonly settings: AlertSettings;
  readonly clock: Clock;
}

/**
 * Watches what keys are used for, in stretches of five minutes. One process at a time has the turn, and what
 * it has learned in memory; it writes that down a few keys at a time, so that the next one goes on from
 * there with the minutes since, and comes to the very same answers.
 */
export class AnomalyLook {
  readonly #parts: AnomalyLookParts;
  readonly #turns: AnomalyTurns;
  readonly #memory: AnomalyMemory;
  #keys: WatchedKeys;
  /** In minutes since 1970: what is unusual before was told by whoever looked then. */
  #since = 0;
  /** Whether what is in memory is to be read again. */
  #isStale = false;
  #running: Promise<void> | null = null;

  constructor(parts: AnomalyLookParts) {
    this.#parts = parts;
    this.#turns = new AnomalyTurns(parts.registers, parts.clock);
    this.#memory = new AnomalyMemory(parts.registers);
    this.#keys = new WatchedKeys(parts);
  }

  /** Looks at what has ended since the last look, where it is this process's turn. Once at a time. */
  run(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Leaves the turn to the next process, which then needs not wait. */
  async close(): Promise<void> {
    await this.#running?.catch(() => undefined);
    await this.#turns.release();
  }

  async #run(): Promise<void> {
    const turn = await this.#turns.take();
    if (turn === null) {
      // Another process knows better by now.
      if (this.#keys.size > 0) this.#keys = new WatchedKeys(this.#parts);
      return;
    }
    const ended = Math.floor((this.#parts.clock.now() - GRACE) / (STRETCH * MINUTE)) * STRETCH;
    const until = turn.until ?? ended - STRETCH;
    this.#keys.gaps = turn.gaps;
    const isKnown = !turn.isNew && !this.#isStale;
    // What is learned and then cannot be told is to be learned again.
    this.#isStale = true;
    if (!isKnown) await this.#takeOver(turn, until);
    if (ended > until) {
      await this.#look(Math.max(until, ended - FARTHEST_BACK), ended);
      await this.#turns.done({ until: ended, places: this.#keys.places });
    }
    this.#isStale = false;
    if (ended > until) await this.#save(ended);
  }

  /** Goes on from what was written down. */
  async #takeOver({ places }: AnomalyTurn, until: number): Promise<void> {
    const keys = new WatchedKeys(this.#parts);
    keys.gaps = this.#keys.gaps;
    this.#since = until;
    for (let place = 0; place < places; place += 1) {
      const remembered = await this.#memory.read(place);
      keys.restore(place, remembered);
    }
    const ids = keys.ids;
    for (let from = 0; from < ids.length; from += BATCH) {
      await keys.observe(ids.slice(from, from + BATCH), { to: until });
    }
    this.#keys = keys;
  }

  async #look(from: number, to: number): Promise<void> {
    const used = await this.#used(from, to);
    const watched = this.#keys.ids;
    for (let first = 0; first < watched.length; first += BATCH) {
      const ids = watched.slice(first, first + BATCH);
      await this.#tell(await this.#keys.observe(ids, { to, used }));
      await this.#seeUnderWay(ids, to);
    }
    for (const keyId of [...used].filter((id) => !this.#keys.has(id)).slice(0, BEGUN_PER_LOOK)) {
      if (!this.#keys.begin(keyId, to)) break;
      await this.#tell(await this.#keys.observe([keyId], { to }));
    }
  }

  async #used(from: number, to: number): Promise<ReadonlySet<string>> {
    const period = { from: new Date(from * MINUTE), to: new Date(to * MINUTE) };
    const ids = await this.#parts.usage.findByOutcome({
      ...period,
      outcomes: USE,
      limit: MAX_USED,
    });
    return new Set(ids.filter((id) => id !== INSTALLATION_USAGE));
  }

  async #tell(anomalies: readonly KeyAnomaly[]): Promise<void> {
    const { store, raiser, clock } = this.#parts;
    for (const found of anomalies) {
      if (found.minute < this.#since) continue;
      const record = await store.findById(found.keyId);
      const event = record === null ? null : anomalyEvent(found, record, clock.now());
      if (record === null || record.revokedAt !== null) this.#keys.forget(found.keyId);
      if (record === null || event === null) continue;
      if (found.measure === "errors" && (await this.#isErrorRateOpen(found.keyId))) continue;
      await raiser.raiseNew([{ event, record }]);
    }
  }

  /** Whether refusals of the key are told of already, by their number. */
  async #isErrorRateOpen(keyId: string): Promise<boolean> {
    const filter = { keyId, kind: "error-rate", open: true } as const;
    return (await this.#parts.alerts.list({ filter, limit: 1, offset: 0 })).total > 0;
  }

  /** What goes on is not settled. */
  async #seeUnderWay(keyIds: readonly string[], to: number): Promise<void> {
    const { alerts } = this.#parts;
    const names = keyIds.flatMap((keyId) =>
      this.#keys
        .underWay(keyId)
        .map((each) => eventName({ kind: "anomaly", keyId, distinct: anomalyName(each) })),
    );
    const lastSeenAt = new Date(to * MINUTE);
    for (let from = 0; from < names.length; from += BATCH) {
      const open = await alerts.findEvents(names.slice(from, from + BATCH));
      for (const { id, resolvedAt, lastSeenAt: before } of open) {
        if (resolvedAt !== null || before >= lastSeenAt) continue;
        await alerts.update(id, { resolvedAt: null, lastSeenAt: before }, { lastSeenAt });
      }
    }
  }

  async #save(until: number): Promise<void> {
    for (const { keyId, place, saved } of this.#keys.longestUnsaved(SAVED_PER_LOOK)) {
      if (!(await this.#memory.write(place, { keyId, until, saved }))) return;
      this.#keys.noteSaved(keyId, until);
    }
  }
}
