import type { AlertStore } from "../port/alert-store.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { CountedUsage, UsageStore } from "../port/usage-store.ts";
import { bucketStart } from "../usage/bucket.ts";
import type { AlertKind, StoredAlert } from "./alert.ts";
import type { AlertSettings } from "./alert-options.ts";
import { DAY } from "./due.ts";
import type { AlertEvent } from "./event.ts";
import type { AlertRaiser } from "./raiser.ts";
import {
  type RecentUsage,
  NO_ERRORS,
  TELLING,
  endedKeyTried,
  errorRateJump,
  errorRatio,
  errorsIn,
  isSuspicious,
  triesIn,
} from "./signs.ts";

/** Milliseconds after which a minute counts as over: what was counted in it has been written. */
const GRACE = 15_000;
/** How many keys are looked at that were refused lately. Who are more than that have a common cause. */
const MAX_KEYS = 5_000;
const BATCH = 100;

export interface UsageLookParts {
  readonly store: KeyStore;
  readonly alerts: AlertStore;
  readonly usage: UsageStore;
  readonly raiser: AlertRaiser;
  readonly settings: AlertSettings;
  readonly clock: Clock;
}

interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** Looks through what was counted in the last minutes, of keys that were refused. */
export class UsageLook {
  readonly #parts: UsageLookParts;

  constructor(parts: UsageLookParts) {
    this.#parts = parts;
  }

  async run(): Promise<void> {
    const { usage, settings, clock } = this.#parts;
    const to = bucketStart("minute", new Date(clock.now() - GRACE));
    const period = { from: new Date(to.getTime() - settings.errorRate.window), to };
    const ids = await usage.findByOutcome({ ...period, outcomes: TELLING, limit: MAX_KEYS });
    for (let from = 0; from < ids.length; from += BATCH) {
      await this.#lookAt(ids.slice(from, from + BATCH), period);
    }
  }

  async #lookAt(keyIds: readonly string[], period: Period): Promise<void> {
    const { store, usage } = this.#parts;
    const counted = await usage.read({ keyIds, granularity: "minute", ...period });
    for (const keyId of keyIds) {
      const record = await store.findById(keyId);
      const minutes = counted.filter((each) => each.keyId === keyId);
      if (record === null) continue;
      await this.#lookForTries({ record, minutes });
      await this.#lookForErrors({ record, minutes }, period);
    }
  }

  async #lookForTries(recent: RecentUsage): Promise<void> {
    const { settings, clock, raiser } = this.#parts;
    const event = endedKeyTried(recent, settings, clock.now());
    if (event === null) return;
    const { record, minutes } = recent;
    const open = await this.#openAlert(record.id, event.kind);
    if (open === null) await raiser.raiseNew([{ event, record }]);
    else await this.#see(open, event, triesIn(since(open, minutes)));
  }

  async #lookForErrors(recent: RecentUsage, period: Period): Promise<void> {
    const { settings, clock, raiser } = this.#parts;
    const { record, minutes } = recent;
    if (!isSuspicious(errorRatio(minutes), settings)) return;
    const open = await this.#openAlert(record.id, "error-rate");
    // What goes on for hours is as usual in the end, and still not settled.
    const before = open === null ? errorRatio(await this.#dayBefore(record.id, period)) : NO_ERRORS;
    const event = errorRateJump(recent, before, settings, clock.now());
    if (event === null) return;
    if (open === null) await raiser.raiseNew([{ event, record }]);
    else await this.#see(open, event, errorsIn(since(open, minutes)));
  }

  /** Counts what is new: each minute once, by whichever process comes first. */
  async #see(open: StoredAlert, { seenAt }: AlertEvent, countBy: number): Promise<void> {
    const { lastSeenAt } = open;
    if (seenAt <= lastSeenAt) return;
    const guard = { resolvedAt: null, lastSeenAt };
    await this.#parts.alerts.update(open.id, guard, { lastSeenAt: seenAt, countBy });
  }

  async #openAlert(keyId: string, kind: AlertKind): Promise<StoredAlert | null> {
    const filter = { keyId, kind, open: true };
    const { alerts } = await this.#parts.alerts.list({ filter, limit: 1, offset: 0 });
    return alerts[0] ?? null;
  }

  async #dayBefore(keyId: string, { from }: Period): Promise<readonly CountedUsage[]> {
    const before = { from: new Date(from.getTime() - DAY), to: from };
    return this.#parts.usage.read({ keyIds: [keyId], granularity: "minute", ...before });
  }
}

/** The minutes that an alert does not count yet. */
function since({ lastSeenAt }: StoredAlert, minutes: readonly CountedUsage[]) {
  return minutes.filter(({ start }) => start >= lastSeenAt);
}
