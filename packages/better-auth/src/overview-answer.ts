import { KEY_STATUSES } from "@latchkey/core";
import * as z from "zod";
import { momentAnswer } from "./answer-fields.ts";
import { countsAnswer } from "./usage-answer.ts";

const keyInOverview = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  start: z.string(),
  referenceId: z.string(),
  configId: z.string(),
  status: z.enum(KEY_STATUSES),
  createdAt: momentAnswer,
  expiresAt: momentAnswer.nullable(),
  lastRequest: momentAnswer.nullable(),
  total: z.number().describe("Verifications in the period."),
  failed: z.number().describe("Those of them that were refused."),
});

const keys = z.array(keyInOverview).max(10);

/** `ApiKeyOverview` on the wire. */
export const overviewAnswer = z.strictObject({
  from: momentAnswer.describe("The beginning of the first hour or day that was added up."),
  to: momentAnswer,
  totals: countsAnswer,
  installation: countsAnswer,
  isComplete: z
    .boolean()
    .describe(
      "false: there was so much in the period that only the latest of it is in the counts.",
    ),
  keys: z.strictObject({
    total: z.number(),
    active: z.number(),
    expiring: z.number().describe("Neither revoked nor expired now, but within 14 days."),
    expired: z.number(),
    revoked: z.number(),
    disabled: z.number(),
    neverUsed: z.number().describe("Active, and never used."),
  }),
  busiest: keys.describe("Most often verified first."),
  failing: keys.describe("Most often refused first."),
  expiring: keys.describe("Next to expire first."),
  neverUsed: keys.describe("Made longest ago first."),
  oldest: keys.describe("Neither revoked nor expired, made longest ago first."),
});
