import { type AlertOptions, alertSettings } from "../alert/alert-options.ts";
import { AnomalyLook } from "../alert/anomaly-look.ts";
import { AlertRaiser } from "../alert/raiser.ts";
import type { WatchedMinute } from "../anomaly/watched-key.ts";
import { MemoryAddressStore } from "../memory/memory-address-store.ts";
import { alertingProcesses } from "./alerting-processes.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Milliseconds between looks: shorter than what counts as nobody being there. */
const LOOK_INTERVAL = 2 * MINUTE;

/** What a key is used for, by the minute since the beginning. */
export type Traffic = (minute: number) => Partial<WatchedMinute>;

/** Processes on one database that do nothing but watch keys, each of which `start` makes. */
export function watchedProcesses(options: AlertOptions = {}) {
  const home = alertingProcesses();
  const { clock, store, registers, usageStore, alertStore } = home;
  const addressStore = new MemoryAddressStore();
  const settings = alertSettings(options);
  const began = clock.now();
  let addresses = 0;

  const start = (): AnomalyLook => {
    const alerts = { alerts: alertStore, settings, clock, isSent: false, isAnnounced: false };
    const raiser = new AlertRaiser(alerts);
    const stores = { store, usage: usageStore, addresses: addressStore, registers };
    return new AnomalyLook({ ...stores, ...alerts, raiser });
  };

  /** Minutes since the beginning. */
  const now = () => (clock.now() - began) / MINUTE;

  async function use(keyId: string, minute: number, seen: Partial<WatchedMinute>): Promise<void> {
    const moment = new Date(began + minute * MINUTE);
    const { requests = 0, errors = 0, newAddresses = 0 } = seen;
    const counts = { valid: requests - errors, API_KEY_FORBIDDEN: errors };
    await usageStore.add({ keyId, granularity: "minute", start: moment }, counts);
    for (let count = 0; count < newAddresses; count += 1) {
      addresses += 1;
      const address = `2001:db8::${addresses.toString(16)}`;
      const moments = { firstSeenAt: moment, lastSeenAt: moment };
      await addressStore.record([{ keyId, address, client: null, ...moments }]);
    }
  }

  /** Lets so many minutes pass: keys are used, and these processes look. Minutes are kept for some hours only. */
  async function pass(
    minutes: number,
    traffic: Readonly<Record<string, Traffic>>,
    looks: readonly Pick<AnomalyLook, "run">[],
  ): Promise<void> {
    const end = now() + minutes;
    while (now() < end) {
      const from = now();
      for (let minute = from; minute < from + LOOK_INTERVAL / MINUTE; minute += 1) {
        for (const [keyId, of] of Object.entries(traffic)) await use(keyId, minute, of(minute));
      }
      clock.advance(LOOK_INTERVAL);
      for (const look of looks) await look.run();
      if (now() % 360 !== 0) continue;
      const before = new Date(clock.now() - DAY / 4);
      await usageStore.removeBefore({ granularity: "minute", before, limit: 100_000 });
    }
  }

  /** What was told of, oldest first: what was measured, and the minute that it began in. */
  const told = async () =>
    (await home.alerts()).map(({ kind, keyId, details, raisedAt, resolvedAt }) => ({
      kind,
      keyId,
      measure: details["measure"],
      summary: details["summary"],
      minute: (raisedAt.getTime() - began) / MINUTE,
      resolvedAt,
    }));

  /** An engine on the same database. */
  const engineWith = (alerts: AlertOptions) => home.start({ alerts, addressStore });

  return { ...home, addressStore, engineWith, start, now, use, pass, told };
}
