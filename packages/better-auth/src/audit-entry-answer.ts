import { ACTOR_KINDS, AUDIT_ACTIONS, type AuditChanges } from "@latchkey/core";
import * as z from "zod";
import { momentAnswer } from "./answer-fields.ts";

const changes = z.custom<AuditChanges>().meta({
  description: "Fields with what they were and are.",
  wire: {
    type: "object",
    additionalProperties: {
      type: "object",
      properties: { before: {}, after: {} },
      required: ["before", "after"],
    },
  },
});

/** `ApiKeyAuditEntry` on the wire. */
export const auditEntryAnswer = z.strictObject({
  seq: z.number().describe("Its place in the chain of the whole installation."),
  at: momentAnswer,
  action: z.enum(AUDIT_ACTIONS),
  actor: z.strictObject({ kind: z.enum(ACTOR_KINDS), id: z.string().nullable() }),
  address: z.string().nullable(),
  client: z.string().nullable(),
  keyId: z.string().nullable(),
  start: z.string().nullable(),
  referenceId: z.string().nullable(),
  configId: z.string().nullable(),
  changes,
  reason: z.string().nullable().describe("The code of a refusal, or what was looked for."),
  hash: z.string(),
});

/** `ApiKeyAuditPage` on the wire. */
export const auditPageAnswer = z.strictObject({
  entries: z.array(auditEntryAnswer),
  nextCursor: z.number().nullable().describe("cursor of the next page; null: there is none."),
});
