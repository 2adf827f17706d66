/** How often each outcome was seen. What is absent was not. */
export type UsageCountsAnswer = Readonly<Partial<Record<string, number>>>;

export interface UsageBucketAnswer {
  start: Date;
  counts: UsageCountsAnswer;
}

export interface KeyUsageAnswer {
  keyId: string;
  counts: UsageCountsAnswer;
  total: number;
  /** By start; those that nothing was seen in are absent. */
  buckets: UsageBucketAnswer[];
}

/** Somewhere that a key was used from. */
export interface KeyCallerAnswer {
  address: string;
  client: string | null;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

export interface UsageAnswer {
  keys: KeyUsageAnswer[];
  /** Of one key, where the server keeps them. */
  addresses?: KeyCallerAnswer[] | undefined;
}

export interface UsageQuery {
  keyId?: string;
  /** At most 100. */
  keyIds?: string[];
  /** ISO 8601. */
  from: string;
  /** ISO 8601. */
  to: string;
  granularity: "minute" | "hour" | "day";
  /** Where the days begin: a name of the IANA's. */
  timeZone?: string;
  /** Whose keys. Default: the user's. */
  organizationId?: string;
}
