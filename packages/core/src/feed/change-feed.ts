import type { Background } from "../background/background.ts";
import type { Clock } from "../port/clock.ts";
import type { ChangedKey, KeyStore } from "../port/key-store.ts";
import type { Timers } from "../port/timers.ts";
import { inTime } from "../verify/deadline.ts";
import { SharedReads } from "../verify/shared-reads.ts";
import type { Snapshot } from "../verify/snapshot.ts";

/**
 * Milliseconds that a change may be noted with too early a time and still be seen: for clocks of other processes
 * that are behind, and for what takes long to be written. See `LATE_WRITE`.
 */
export const FEED_MARGIN = 10_000;
/** How many changes are taken in at a time. Where there are more, records are read one by one. */
export const MAX_CHANGES = 5_000;
/** For how many times the interval what was looked for last is believed: looking takes time itself. */
export const BELIEF = 1.5;
/** Milliseconds after which a record is read again even so: for what no operation has changed. */
export const READ_ANEW_AFTER = 30_000;
/** How many times nobody is to have used a key before the looking ends. */
const IDLE_LOOKS = 60;

export interface ChangeFeedPorts {
  readonly store: Pick<KeyStore, "listChanged">;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
  /** Told of each change once, as long as it is not too old. */
  readonly onChange: (id: string) => void;
  /** A number that grows while keys are used. */
  readonly activity: () => number;
}

/**
 * Looks each second which keys were changed, by whomever, so that records that were not need not be read
 * again one by one. It begins when a record had to be read, and ends when no key is used any more.
 *
 * What a look found out holds from when it began: all that was written before is known by then. So a record
 * that was read at some moment is as good as read when the last look began, if looks have
 * followed each other without a gap since then and none has told of it.
 */
export class ChangeFeed {
  readonly #ports: ChangeFeedPorts;
  /** Milliseconds. */
  readonly #interval: number;
  readonly #looks = new SharedReads(() => this.#look());
  /** Changes that were told, and are not too old to be seen again. */
  #told: ReadonlySet<string> = new Set();
  /** When the first look of those had ended that have no gap after them: milliseconds since the epoch. */
  #from = Number.POSITIVE_INFINITY;
  /** When the last of them began. */
  #through = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;
  #isClosed = false;
  #lastActivity = 0;
  #idleLooks = 0;

  constructor(ports: ChangeFeedPorts, interval: number) {
    this.#ports = ports;
    this.#interval = interval;
  }

  /** When the last look began that came to something: milliseconds since the epoch; `null`: there is none. */
  get through(): number | null {
    return Number.isFinite(this.#through) ? this.#through : null;
  }

  /** A record had to be read: from now on it is looked for changes. */
  wake(): void {
    if (this.#cancelTimer === null && !this.#isClosed) this.#arm();
  }

  /** Something may have been missed. Where nothing is believed for what looks have told, there is nothing to look for. */
  async lookAgain(): Promise<void> {
    if (this.through !== null) await this.look();
  }

  /** Looks now, and resolves when that has been done. Never rejects. */
  async look(): Promise<void> {
    try {
      await this.#looks.read("");
    } catch (error) {
      this.#ports.background.report(error, "feed");
    }
  }

  /** The value, where looks tell that it still holds at `now`. */
  recall<T>(snapshot: Snapshot<T>, now: number): T | undefined {
    const through = this.#through;
    if (Math.abs(now - through) >= this.#interval * BELIEF) return undefined;
    return snapshot.extended(this.#from, through, now, READ_ANEW_AFTER);
  }

  close(): void {
    this.#isClosed = true;
    this.#sleep();
  }

  #arm(): void {
    this.#cancelTimer = this.#ports.timers.after(this.#interval, () => {
      if (this.#isIdle()) {
        this.#sleep();
        return;
      }
      this.#arm();
      this.#ports.background.run("feed", () => this.look());
    });
  }

  #isIdle(): boolean {
    const activity = this.#ports.activity();
    this.#idleLooks = activity === this.#lastActivity ? this.#idleLooks + 1 : 0;
    this.#lastActivity = activity;
    return this.#idleLooks > IDLE_LOOKS;
  }

  #sleep(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#break();
  }

  /** What comes next does not follow on from what was. */
  #break(): void {
    this.#from = Number.POSITIVE_INFINITY;
    this.#through = Number.NEGATIVE_INFINITY;
  }

  async #look(): Promise<void> {
    const { store, clock, timers, onChange } = this.#ports;
    const beganAt = clock.now();
    // A clock that was set back must not open a gap.
    const reach = Math.min(beganAt, this.through ?? beganAt) - FEED_MARGIN;
    const query = { since: new Date(reach), limit: MAX_CHANGES };
    const changes = await inTime(() => store.listChanged(query), timers);
    const told = this.#told;
    this.#told = new Set(changes.map(nameOf));
    if (changes.length >= MAX_CHANGES) {
      this.#break();
      return;
    }
    if (Number.isFinite(this.#from)) {
      for (const change of changes) if (!told.has(nameOf(change))) onChange(change.id);
    } else {
      // What is read from here on has all of these in it; nothing that was read before is believed.
      this.#from = clock.now() + 1;
    }
    this.#through = beganAt;
  }
}

function nameOf({ id, at }: ChangedKey): string {
  return `${at.getTime()} ${id}`;
}
