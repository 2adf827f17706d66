import type { Background } from "../background/background.ts";
import type { Configurations } from "../policy/configurations.ts";
import type { AddressStore } from "../port/address-store.ts";
import type { AlertStore } from "../port/alert-store.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { OwnerDirectory } from "../port/owner-directory.ts";
import type { Registers } from "../port/registers.ts";
import type { Timers } from "../port/timers.ts";
import type { UsageStore } from "../port/usage-store.ts";
import type { AlertKind } from "./alert.ts";
import { type AlertOptions, type AlertSettings, alertSettings } from "./alert-options.ts";
import { type AnnounceAlert, Announcements } from "./announcements.ts";
import { AnomalyLook } from "./anomaly-look.ts";
import { Digests, type SendAlerts } from "./digests.ts";
import { type KeyAlerts, keyAlerts, noAlerts } from "./key-alerts.ts";
import { KeyLook } from "./key-look.ts";
import { AlertRaiser, noneRaised } from "./raiser.ts";
import { Repeating } from "../background/repeating.ts";
import { Turns } from "./turns.ts";
import { UsageLook } from "./usage-look.ts";

/** Milliseconds from the start of a process to its first sweep. */
export const FIRST_ALERT_SWEEP = 3_000;
/** Milliseconds from one sweep to the next: usage is looked at, and messages go out. */
export const ALERT_SWEEP_INTERVAL = 60_000;
/** Milliseconds from one look through all keys to the next. */
export const KEY_LOOK_INTERVAL = 15 * 60 * 1_000;

const REMOVAL_BATCH = 1_000;

/** What the application says about alerts. */
export interface AlertHooks<Owner> extends AlertOptions {
  /** Sends a digest to the owner of keys. Nothing is sent, by default. */
  readonly send?: SendAlerts<Owner> | undefined;
  /** Told of every alert at least once. Nobody is, by default. */
  readonly announce?: AnnounceAlert | undefined;
}

export interface AlertingParts<Owner> {
  readonly store: KeyStore;
  /** Absent: no alerts are raised. */
  readonly alertStore: AlertStore | undefined;
  readonly usageStore: UsageStore | undefined;
  /** Absent: keys are not watched for new addresses. */
  readonly addressStore?: AddressStore | undefined;
  readonly registers: Registers;
  readonly owners: OwnerDirectory<Owner>;
  readonly configurations: Configurations;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
}

/** How an engine looks after alerts. */
export interface Alerting {
  readonly alerts: KeyAlerts;
  /** To be told of a key that was changed here: its alerts are settled, or raised, at once. */
  readonly changed: (keyId: string) => void;
  /** How many this process has raised, by kind. */
  readonly raised: () => Readonly<Record<AlertKind, number>>;
  /** No more sweeps: this process has done its part. */
  readonly stop: () => void;
}

const nothing = () => undefined;

/** @throws {RangeError} for options that are out of bounds. */
export function alerting<Owner>(
  parts: AlertingParts<Owner>,
  options: AlertHooks<Owner> = {},
): Alerting {
  const settings = alertSettings(options);
  const { alertStore: alerts, timers, background } = parts;
  if (alerts === undefined) {
    return { alerts: noAlerts, changed: nothing, raised: noneRaised, stop: nothing };
  }
  const { send, announce } = options;
  const [isSent, isAnnounced] = [send !== undefined, announce !== undefined];
  const raiser = new AlertRaiser({ ...parts, alerts, settings, isSent, isAnnounced });
  const keyLook = new KeyLook({ ...parts, alerts, raiser, settings });
  const looks = looking({ ...parts, alerts, settings, raiser }, keyLook);
  const [sweep, messages] = [new Repeating(timers, background), new Repeating(timers, background)];
  const deliver = delivering({ ...parts, alerts }, { send, announce });
  const rhythm = { first: FIRST_ALERT_SWEEP, interval: ALERT_SWEEP_INTERVAL };
  sweep.start("alerts", rhythm, () => looks.run(true));
  if (isSent || isAnnounced) {
    messages.start("alerts", rhythm, () => deliver(() => messages.isStopped));
  }
  return {
    alerts: keyAlerts({
      ...parts,
      alerts,
      raiser,
      sweep: () => inTurn([() => looks.run(false), () => deliver(() => false)]),
    }),
    changed: (keyId) => {
      background.run("alerts", () => keyLook.one(keyId));
    },
    raised: () => raiser.raised,
    stop: () => {
      sweep.stop();
      messages.stop();
      background.run("alerts", looks.close);
    },
  };
}

type LookingParts<Owner> = Omit<AlertingParts<Owner>, "alertStore"> & {
  readonly alerts: AlertStore;
  readonly settings: AlertSettings;
  readonly raiser: AlertRaiser;
};

interface Looks {
  readonly run: (turnsOnly: boolean) => Promise<void>;
  /** Leaves what this process has the turn for to others. */
  readonly close: () => Promise<void>;
}

/** Looks at usage and keys: all of it, or what it is this process's turn to look at. */
function looking<Owner>(parts: LookingParts<Owner>, keyLook: KeyLook): Looks {
  const { usageStore: usage, registers, clock, alerts, settings } = parts;
  const turns = new Turns(registers, clock);
  const usageLook = usage === undefined ? null : new UsageLook({ ...parts, usage });
  const isWatching = settings.anomaly.enabled && settings.kinds.has("anomaly");
  const anomalyLook =
    usage === undefined || !isWatching
      ? null
      : new AnomalyLook({ ...parts, usage, addresses: parts.addressStore });
  const ifTurn = async (turnsOnly: boolean, name: string, interval: number) =>
    // Timers are not exact: a turn that comes a little early is one.
    !turnsOnly || (await turns.take(name, interval * 0.75));
  const run = (turnsOnly: boolean) =>
    inTurn([
      async () => {
        if (await ifTurn(turnsOnly, "alerts-usage", ALERT_SWEEP_INTERVAL)) await usageLook?.run();
      },
      async () => anomalyLook?.run(),
      async () => {
        if (!(await ifTurn(turnsOnly, "alerts-keys", KEY_LOOK_INTERVAL))) return;
        await keyLook.all();
        await removeOld(alerts, settings, clock);
      },
    ]);
  return { run, close: async () => anomalyLook?.close() };
}

function delivering<Owner>(
  parts: Omit<AlertingParts<Owner>, "alertStore"> & { readonly alerts: AlertStore },
  { send, announce }: Pick<AlertHooks<Owner>, "send" | "announce">,
): (isStopped: () => boolean) => Promise<void> {
  const digests = send === undefined ? null : new Digests({ ...parts, send });
  const announcements = announce === undefined ? null : new Announcements({ ...parts, announce });
  return (isStopped) =>
    inTurn([async () => announcements?.run(isStopped), async () => digests?.run(isStopped)]);
}

async function removeOld(
  alerts: AlertStore,
  { retention }: AlertSettings,
  clock: Clock,
): Promise<void> {
  if (retention === null) return;
  const removal = { before: new Date(clock.now() - retention), limit: REMOVAL_BATCH };
  while ((await alerts.removeResolved(removal)) === REMOVAL_BATCH);
}

/** One after the other, all of them; rejects with the first failure afterwards. */
async function inTurn(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const task of tasks) await task().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
