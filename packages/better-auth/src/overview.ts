import {
  type KeyInOverview,
  type KeyNumbers,
  type KeyOverview,
  type KeyStatus,
  type UsageCounts,
  keyStatus,
} from "@latchkey/core";

/** All keys there are now, and what became of them in a period. Dates are ISO 8601 strings on the wire. */
export interface ApiKeyOverview {
  /** The beginning of the first hour or day that was added up. */
  from: Date;
  to: Date;
  /** Of all verifications of keys, by outcome. What is absent is 0. */
  totals: UsageCounts;
  /** Of those that could not be put down to a key: malformed, unknown or deleted ones, and outages. */
  installation: UsageCounts;
  /** `false`: there was so much in the period that only the latest of it is in the counts. */
  isComplete: boolean;
  keys: KeyNumbers;
  /** Most often verified first. */
  busiest: ApiKeyInOverview[];
  /** Most often refused first. */
  failing: ApiKeyInOverview[];
  /** Those that expire within 14 days, the next first. */
  expiring: ApiKeyInOverview[];
  /** Active ones that were never used, made longest ago first. */
  neverUsed: ApiKeyInOverview[];
  /** Neither revoked nor expired, made longest ago first. */
  oldest: ApiKeyInOverview[];
}

export interface ApiKeyInOverview {
  id: string;
  name: string | null;
  start: string;
  referenceId: string;
  configId: string;
  status: KeyStatus;
  createdAt: Date;
  expiresAt: Date | null;
  lastRequest: Date | null;
  /** Verifications in the period. */
  total: number;
  /** Those of them that were refused. */
  failed: number;
}

/** `now` in milliseconds since the epoch. */
export function toOverview(overview: KeyOverview, now: number): ApiKeyOverview {
  const told = (keys: readonly KeyInOverview[]) => keys.map((each) => toKeyInOverview(each, now));
  return {
    ...overview,
    busiest: told(overview.busiest),
    failing: told(overview.failing),
    expiring: told(overview.expiring),
    neverUsed: told(overview.neverUsed),
    oldest: told(overview.oldest),
  };
}

function toKeyInOverview({ key, total, failed }: KeyInOverview, now: number): ApiKeyInOverview {
  const { id, name, start, referenceId, configId, createdAt, expiresAt, lastRequest } = key;
  const status = keyStatus(key, now);
  const fields = { id, name, start, referenceId, configId, status };
  return { ...fields, createdAt, expiresAt, lastRequest, total, failed };
}
