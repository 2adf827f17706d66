import {
  type CountedUsage,
  OUTCOMES,
  type Outcome,
  type UsageBucket,
  type UsageCounts,
  bucketName,
  seenOutcomes,
} from "@latchkey/core";
import * as z from "zod";
import type { USAGE_MODEL, apiKeySchema } from "../schema.ts";

type UsageColumn = keyof (typeof apiKeySchema)[typeof USAGE_MODEL]["fields"];

/** Where each outcome is counted. */
const COLUMNS = {
  valid: "valid",
  API_KEY_INVALID: "invalid",
  API_KEY_EXPIRED: "expired",
  API_KEY_REVOKED: "revoked",
  API_KEY_DISABLED: "disabled",
  API_KEY_FORBIDDEN: "forbidden",
  API_KEY_RATE_LIMITED: "rateLimited",
  API_KEY_QUOTA_EXCEEDED: "quotaExceeded",
  API_KEY_UNAVAILABLE: "unavailable",
} as const satisfies Record<Outcome, UsageColumn>;

export const columnOf = (outcome: Outcome): UsageColumn => COLUMNS[outcome];

// Some databases answer 64-bit numbers as text.
const count = z.coerce.number();

/** A row of the table of usage as adapters answer it. */
const usageRow = z.object({
  keyId: z.string(),
  granularity: z.enum(["minute", "hour", "day"]),
  start: z.union([z.date(), z.string(), z.number()]).transform((value) => new Date(value)),
  valid: count,
  invalid: count,
  expired: count,
  revoked: count,
  disabled: count,
  forbidden: count,
  rateLimited: count,
  quotaExceeded: count,
  unavailable: count,
});

/** @throws {z.ZodError} for what is no row of this table. */
export function usageFromRow(row: unknown): CountedUsage {
  const { keyId, granularity, start, ...columns } = usageRow.parse(row);
  const counts = OUTCOMES.map((outcome) => [outcome, columns[COLUMNS[outcome]]] as const);
  return {
    keyId,
    granularity,
    start,
    counts: Object.fromEntries(counts.filter(([, seen]) => seen > 0)),
  };
}

/** What to add to which columns; none where nothing was seen. */
export function columnsFromCounts(counts: UsageCounts): Readonly<Record<string, number>> {
  return Object.fromEntries(
    seenOutcomes(counts).map(([outcome, seen]) => [COLUMNS[outcome], seen]),
  );
}

export function rowFromBucket({ keyId, granularity, start }: UsageBucket) {
  return { bucket: bucketName({ keyId, granularity, start }), keyId, granularity, start };
}
