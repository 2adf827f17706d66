/** How long the buckets are that usage is counted in, in milliseconds. All of them begin and end in UTC. */
const LENGTHS = {
  minute: 60 * 1_000,
  hour: 60 * 60 * 1_000,
  day: 24 * 60 * 60 * 1_000,
} as const;

export type UsageGranularity = keyof typeof LENGTHS;

export const USAGE_GRANULARITIES = [
  "minute",
  "hour",
  "day",
] as const satisfies readonly UsageGranularity[];

/** One key's minute, hour or day. */
export interface UsageBucket {
  readonly keyId: string;
  readonly granularity: UsageGranularity;
  /** The beginning of the minute, hour or day, in UTC. */
  readonly start: Date;
}

/** In milliseconds. */
export function bucketLength(granularity: UsageGranularity): number {
  return LENGTHS[granularity];
}

/** The beginning, in UTC, of the minute, hour or day that a moment lies in. */
export function bucketStart(granularity: UsageGranularity, moment: Date): Date {
  const length = LENGTHS[granularity];
  return new Date(Math.floor(moment.getTime() / length) * length);
}

/**
 * One text for one bucket, and another for every other: what a store knows it by.
 *
 * @throws {RangeError} where `start` is not the beginning of a minute, hour or day.
 */
export function bucketName({ keyId, granularity, start }: UsageBucket): string {
  const time = start.getTime();
  if (bucketStart(granularity, start).getTime() !== time) {
    throw new RangeError(
      `A bucket of usage starts at the beginning of a ${granularity}, in UTC, which ${time} is not.`,
    );
  }
  return `${keyId}:${granularity}:${time}`;
}

/** By start, then by the id of the key, code unit by code unit. */
export function compareBuckets(a: UsageBucket, b: UsageBucket): number {
  const difference = a.start.getTime() - b.start.getTime();
  if (difference !== 0) return difference;
  if (a.keyId === b.keyId) return 0;
  return a.keyId < b.keyId ? -1 : 1;
}
