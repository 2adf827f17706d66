import type { ApiKeyAddress, ApiKeyLimit, ApiKeyUsage } from "@latchkey/better-auth/client";

export type UsageAnswer = ApiKeyUsage;
export type KeyUsageAnswer = UsageAnswer["keys"][number];
export type UsageBucketAnswer = KeyUsageAnswer["buckets"][number];
/** How often each outcome was seen. What is absent was not. */
export type UsageCountsAnswer = KeyUsageAnswer["counts"];
/** Somewhere that a key was used from. */
export type KeyCallerAnswer = ApiKeyAddress;
/** So many requests within any window. */
export type KeyLimitAnswer = ApiKeyLimit;

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
