import type {
  KeyUsageReport,
  SeenAddress,
  UsageCounts,
  UsageGranularity,
  UsageReport,
} from "@latchkey/core";

/** How often keys were used in a period. Dates are ISO 8601 strings on the wire. */
export interface ApiKeyUsage {
  /** The beginning of the first bucket. */
  from: Date;
  to: Date;
  granularity: UsageGranularity;
  /** Whose days are meant. */
  timeZone: string;
  keys: ApiKeyUsageOfKey[];
  /** From where it was used, last seen first, where one key was asked for by `keyId`; else `null`. */
  addresses: ApiKeyAddress[] | null;
}

export interface ApiKeyUsageOfKey {
  keyId: string;
  /** By outcome: `valid`, or the code of a refusal. What is absent is 0. */
  counts: UsageCounts;
  total: number;
  /** Those in which there was anything, earliest first. */
  buckets: ApiKeyUsageBucket[];
}

export interface ApiKeyUsageBucket {
  start: Date;
  counts: UsageCounts;
}

export interface ApiKeyAddress {
  /** An IP address, or its network. */
  address: string;
  /** What the client said that it was, the last time. */
  client: string | null;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

export function toUsage(
  { keys, ...report }: UsageReport,
  addresses: readonly SeenAddress[] | null,
): ApiKeyUsage {
  return { ...report, keys: keys.map(toUsageOfKey), addresses: addresses?.map(toAddress) ?? null };
}

function toUsageOfKey({ buckets, ...report }: KeyUsageReport): ApiKeyUsageOfKey {
  return { ...report, buckets: [...buckets] };
}

function toAddress({ keyId: _keyId, ...seen }: SeenAddress): ApiKeyAddress {
  return seen;
}
