/** How a key of the demonstration is used. */
export interface Traffic {
  /** Requests in a busy hour. */
  readonly busiest: number;
  /** When it is busy: in the day of people, all the time, at night for an hour, or in bursts. */
  readonly shape: "office" | "steady" | "nightly" | "bursts";
  /** Of all requests, the share that is refused in ordinary times, from 0 to 1. */
  readonly refusals: number;
  /** What the refusals are. */
  readonly refusal: Refusal;
  /** Refusals out of the ordinary, as a share, in the hours that begin so long before the end. */
  readonly trouble?: {
    readonly hoursBefore: number;
    readonly hours: number;
    readonly share: number;
  };
}

export type Refusal =
  "API_KEY_FORBIDDEN" | "API_KEY_RATE_LIMITED" | "API_KEY_EXPIRED" | "API_KEY_REVOKED";

export interface HourOfTraffic {
  /** Milliseconds since the epoch: the beginning of an hour. */
  readonly start: number;
  readonly valid: number;
  readonly refused: number;
}

const HOUR = 60 * 60 * 1_000;

/** How busy each hour of a working day is, of the busiest. */
const OFFICE = [
  0.05, 0.04, 0.03, 0.03, 0.05, 0.1, 0.22, 0.45, 0.72, 0.9, 0.97, 0.92, 0.8, 0.9, 1, 0.96, 0.85,
  0.66, 0.48, 0.36, 0.27, 0.2, 0.13, 0.08,
] as const;
const WEEKEND = 0.35;
const NIGHTLY_HOUR = 2;

/**
 * The hours from `from` to before `to` (milliseconds since the epoch). The same for the same seed.
 *
 * @param random numbers from 0 to below 1, from a seed.
 */
export function hoursOfTraffic(
  traffic: Traffic,
  { from, to }: { from: number; to: number },
  random: () => number,
): HourOfTraffic[] {
  const hours: HourOfTraffic[] = [];
  for (let start = from - (from % HOUR); start < to; start += HOUR) {
    const wanted = traffic.busiest * busyness(traffic.shape, new Date(start), random);
    const total = Math.round(wanted * (0.85 + 0.3 * random()));
    const share = shareRefused(traffic, (to - start) / HOUR);
    const refused = Math.min(total, Math.round(total * share * (0.5 + random())));
    hours.push({ start, valid: total - refused, refused });
  }
  return hours;
}

function busyness(shape: Traffic["shape"], start: Date, random: () => number): number {
  const hour = start.getUTCHours();
  const isWeekend = start.getUTCDay() === 0 || start.getUTCDay() === 6;
  switch (shape) {
    case "office":
      return (OFFICE[hour] ?? 0) * (isWeekend ? WEEKEND : 1);
    case "steady":
      return 0.9;
    case "nightly":
      return hour === NIGHTLY_HOUR ? 1 : 0;
    case "bursts":
      return isWeekend || hour < 7 || hour > 18 || random() < 0.55 ? 0 : random();
  }
}

function shareRefused({ refusals, trouble }: Traffic, hoursBefore: number): number {
  if (trouble === undefined) return refusals;
  const isTroubled =
    hoursBefore <= trouble.hoursBefore && hoursBefore > trouble.hoursBefore - trouble.hours;
  return isTroubled ? trouble.share : refusals;
}
