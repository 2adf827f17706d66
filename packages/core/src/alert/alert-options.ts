import { ALERT_KINDS, type AlertKind } from "./alert.ts";

/** When there is something to tell about a key. Durations are in seconds. */
export interface AlertOptions {
  /** The kinds that are told of. All, by default. */
  readonly kinds?: readonly AlertKind[] | undefined;
  /** How many days before a key expires. 14, 7 and 1, by default; none for an empty list. */
  readonly expiringDays?: readonly number[] | undefined;
  /**
   * How long before the end of an overlap an old key should not be used any more: this long, and no
   * longer than a quarter of the overlap. A day, by default.
   */
  readonly overlapEnding?: number | undefined;
  readonly errorRate?: ErrorRateOptions | undefined;
  readonly anomaly?: AnomalyOptions | undefined;
  /** How long an ended key must not have been tried for its alert to be settled. A day, by default. */
  readonly quietAfter?: number | undefined;
  /** How many alerts of one kind there are for one key in a day at most; what is more is counted in the last one. 5, by default. */
  readonly maxPerKeyAndDay?: number | undefined;
  /** How long settled alerts are kept; `null`: for ever. 90 days, by default. */
  readonly retention?: number | null | undefined;
  /** How long alerts of one owner are collected before they are sent together. 300, by default. */
  readonly digestInterval?: number | undefined;
}

/** What makes refusals worth telling. Those of ended keys do not count, nor do outages. */
export interface ErrorRateOptions {
  /** The period that is looked at. 900, by default; an hour at most. */
  readonly window?: number | undefined;
  /** With fewer requests in it nothing is said. 20, by default. */
  readonly minRequests?: number | undefined;
  /** The share of requests that are refused, from 0 to 1. 0.5, by default. */
  readonly threshold?: number | undefined;
  /** How many times the key's own share of the day before it must be. 4, by default. */
  readonly factor?: number | undefined;
  /** How long it must be back to normal for the alert to be settled. 3,600, by default. */
  readonly quietAfter?: number | undefined;
}

/** Whether keys are watched for use that is unusual for them, and how unusual it must be. */
export interface AnomalyOptions {
  /** `true`, by default. `false`: only what the application raises itself is told. */
  readonly enabled?: boolean | undefined;
  /** The score from which on something is told, from 0.1 to 1. 0.5, by default. */
  readonly threshold?: number | undefined;
}

/** All of it, checked; durations in milliseconds. */
export interface AlertSettings {
  readonly kinds: ReadonlySet<AlertKind>;
  /** Narrowest first. */
  readonly expiringDays: readonly number[];
  readonly overlapEnding: number;
  readonly errorRate: Readonly<Record<keyof ErrorRateOptions, number>>;
  readonly anomaly: { readonly enabled: boolean; readonly threshold: number };
  readonly quietAfter: number;
  readonly maxPerKeyAndDay: number;
  readonly retention: number | null;
  readonly digestInterval: number;
}

const DAY = 24 * 60 * 60;

/** @throws {RangeError} that names the option and says what it may be. */
export function alertSettings(options: AlertOptions = {}): AlertSettings {
  const { expiringDays = [14, 7, 1], kinds = ALERT_KINDS, retention = 90 * DAY } = options;
  const { errorRate: given = {} } = options;
  const unknown = kinds.find((kind) => !ALERT_KINDS.includes(kind));
  if (unknown !== undefined) {
    throw new RangeError(`alerts.kinds has ${unknown}; there are ${ALERT_KINDS.join(", ")}.`);
  }
  for (const days of expiringDays) bounded("expiringDays", days, 1 / 24, 365);
  const errorRate = {
    window: milliseconds("errorRate.window", given.window ?? 900, 60, 3_600),
    minRequests: bounded("errorRate.minRequests", given.minRequests ?? 20, 1),
    threshold: bounded("errorRate.threshold", given.threshold ?? 0.5, 0.01, 1),
    factor: bounded("errorRate.factor", given.factor ?? 4, 1),
    quietAfter: milliseconds("errorRate.quietAfter", given.quietAfter ?? 3_600, 60),
  };
  return {
    kinds: new Set(kinds),
    expiringDays: [...new Set(expiringDays)].toSorted((a, b) => a - b),
    overlapEnding: milliseconds("overlapEnding", options.overlapEnding ?? DAY, 60, 30 * DAY),
    errorRate,
    anomaly: {
      enabled: options.anomaly?.enabled ?? true,
      threshold: bounded("anomaly.threshold", options.anomaly?.threshold ?? 0.5, 0.1, 1),
    },
    quietAfter: milliseconds("quietAfter", options.quietAfter ?? DAY, 60),
    maxPerKeyAndDay: bounded("maxPerKeyAndDay", options.maxPerKeyAndDay ?? 5, 1),
    retention: retention === null ? null : milliseconds("retention", retention, 0),
    digestInterval: milliseconds("digestInterval", options.digestInterval ?? 300, 0, DAY),
  };
}

function milliseconds(name: string, seconds: number, least: number, most?: number): number {
  return bounded(name, seconds, least, most) * 1_000;
}

/** `value`, if it is a number within the bounds. */
function bounded(name: string, value: number, least: number, most = Number.MAX_VALUE): number {
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  const bounds = most === Number.MAX_VALUE ? `${least} or more` : `from ${least} to ${most}`;
  throw new RangeError(`alerts.${name} is ${value}; it must be ${bounds}.`);
}
