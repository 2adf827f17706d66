import { USAGE_GRANULARITIES } from "@latchkey/core";
import * as z from "zod";
import { moment } from "./audit-inputs.ts";

/** How many keys may be named at once. */
export const MAX_NAMED_KEYS = 100;

const id = z.string().min(1);

const keyIds = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [...new Set([given].flat().flatMap((each) => each.split(",")))])
  .pipe(z.array(id).max(MAX_NAMED_KEYS))
  .meta({
    description: `At most ${MAX_NAMED_KEYS} ids, repeated or with commas between them.`,
    wire: { type: "array", items: { type: "string" }, maxItems: MAX_NAMED_KEYS },
  });

/** What period, and in which buckets. */
export const usagePeriodFields = {
  /** ISO 8601, from this moment on: 24 hours before `to`, if absent. */
  from: moment,
  /** ISO 8601, before this moment: now, if absent. */
  to: moment,
  /** Minutes for 3 hours at most, hours for 7 days, else days, if absent. */
  granularity: z.enum(USAGE_GRANULARITIES).optional(),
  /** An IANA name, whose days are meant; UTC if absent. */
  timeZone: z.string().min(1).max(64).optional(),
};

export const usageInput = z.strictObject({
  /** One key, with the addresses that it was used from. */
  keyId: id.optional(),
  /** Several keys. Without either: all of the owner's. */
  keyIds: keyIds.optional(),
  ...usagePeriodFields,
  /** Keys of this configuration; of all of the owner's if absent. */
  configId: id.optional(),
  /** Whose keys. Absent: the caller's own. */
  organizationId: id.optional(),
  userId: id.optional(),
});

export type UsageInput = z.input<typeof usageInput>;
