import { OUTCOMES, type UsageCounts, USAGE_GRANULARITIES } from "@latchkey/core";
import * as z from "zod";
import { momentAnswer } from "./answer-fields.ts";

/** How often there was each outcome, on the wire. */
export const countsAnswer = z.custom<UsageCounts>().meta({
  description: "By outcome: valid, or the code of a refusal. What is absent is 0.",
  wire: {
    type: "object",
    properties: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, { type: "integer" }])),
    additionalProperties: false,
  },
});

/** `ApiKeyUsage` on the wire. */
export const usageAnswer = z.strictObject({
  from: momentAnswer.describe("The beginning of the first bucket."),
  to: momentAnswer,
  granularity: z.enum(USAGE_GRANULARITIES),
  timeZone: z.string().describe("Whose days are meant."),
  keys: z.array(
    z.strictObject({
      keyId: z.string(),
      counts: countsAnswer,
      total: z.number(),
      buckets: z
        .array(z.strictObject({ start: momentAnswer, counts: countsAnswer }))
        .describe("Those in which there was anything, earliest first."),
    }),
  ),
  addresses: z
    .array(
      z.strictObject({
        address: z.string().describe("An IP address, or its network."),
        client: z.string().nullable(),
        firstSeenAt: momentAnswer,
        lastSeenAt: momentAnswer,
      }),
    )
    .nullable()
    .describe("From where the key was used, where one was asked for by keyId."),
  limits: z
    .array(
      z.strictObject({
        name: z.string(),
        max: z.number().describe("Requests within any window."),
        window: z.number().describe("Milliseconds."),
      }),
    )
    .nullable()
    .describe("What its requests are counted against, where one was asked for by keyId."),
});
