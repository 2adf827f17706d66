import { ALERT_KINDS, type JsonObject } from "@latchkey/core";
import * as z from "zod";
import { momentAnswer } from "./answer-fields.ts";

/** `ApiKeyAlert` on the wire. */
export const alertAnswer = z.strictObject({
  id: z.string(),
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(["info", "warning", "critical"]),
  keyId: z.string(),
  referenceId: z.string(),
  configId: z.string(),
  start: z.string(),
  name: z.string().nullable(),
  raisedAt: momentAnswer,
  lastSeenAt: momentAnswer.describe("Up to when it was seen."),
  count: z.number().describe("How often it was seen."),
  details: z.custom<JsonObject>().meta({
    description: "Figures, by kind.",
    wire: { type: "object", additionalProperties: true },
  }),
  acknowledgedAt: momentAnswer.nullable(),
  acknowledgedById: z.string().nullable(),
  resolvedAt: momentAnswer.nullable(),
  resolvedById: z.string().nullable().describe("null where it was settled by itself."),
  sentAt: momentAnswer.nullable(),
});

/** `ApiKeyAlertPage` on the wire. */
export const alertPageAnswer = z.strictObject({
  alerts: z.array(alertAnswer),
  total: z.number().describe("Of all that match, on this page or not."),
  limit: z.number(),
  offset: z.number(),
});

/** `HandledApiKeyAlerts` on the wire. */
export const handledAlertsAnswer = z.strictObject({ alerts: z.array(alertAnswer) });
