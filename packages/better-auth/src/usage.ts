import type {
  KeyUsageReport,
  LimitRule,
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
  /** What its requests are counted against, where one key was asked for by `keyId`; else `null`. Empty: nothing. */
  limits: ApiKeyLimit[] | null;
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

/** So many requests within any window. */
export interface ApiKeyLimit {
  name: string;
  max: number;
  /** Milliseconds. */
  window: number;
}

/** What is known of one key besides its usage. */
export interface OneKey {
  readonly addresses: readonly SeenAddress[];
  readonly limits: readonly LimitRule[];
}

export function toUsage({ keys, ...report }: UsageReport, one: OneKey | null): ApiKeyUsage {
  return {
    ...report,
    keys: keys.map(toUsageOfKey),
    addresses: one?.addresses.map(toAddress) ?? null,
    limits: one?.limits.map(toLimit) ?? null,
  };
}

function toUsageOfKey({ buckets, ...report }: KeyUsageReport): ApiKeyUsageOfKey {
  return { ...report, buckets: [...buckets] };
}

function toAddress({ keyId: _keyId, ...seen }: SeenAddress): ApiKeyAddress {
  return seen;
}

function toLimit({ name, max, window }: LimitRule): ApiKeyLimit {
  return { name, max, window };
}
