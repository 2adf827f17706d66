import { OUTCOME_CODES, type RefusalCode, type Verification } from "@latchkey/core";
import * as z from "zod";
import { metadataAnswer, momentAnswer, permissionsAnswer } from "@latchkey/better-auth/schemas";
import { type Owner, organizationAnswer, userAnswer } from "../owner.ts";

const limitState = z
  .strictObject({
    name: z.string(),
    max: z.int(),
    window: z.number().describe("Milliseconds."),
    remaining: z.number().describe("How much may still be taken."),
    resetAfter: z
      .number()
      .describe("Milliseconds until more is left; of the limit that refused, until it will fit."),
  })
  .readonly();

const keyOwner = z.discriminatedUnion("kind", [
  userAnswer.extend({ kind: z.literal("user") }),
  organizationAnswer.extend({ kind: z.literal("organization") }),
]);

export const acceptedVerdict = z.strictObject({
  valid: z.literal(true),
  code: z.literal("valid"),
  owner: keyOwner,
  apiKey: z.strictObject({
    id: z.string(),
    name: z.string().nullable(),
    start: z.string().describe("What the key begins with: enough to recognise it by."),
    environment: z.string().nullable(),
    metadata: metadataAnswer.nullable(),
    permissions: permissionsAnswer
      .nullable()
      .describe("All that the key may do; null: nothing that takes a permission."),
    expiresAt: momentAnswer.nullable(),
  }),
  limits: z.array(limitState).describe("All that the request was counted against."),
  remaining: z.number().nullable().describe("What is left of the key's quota; null: it has none."),
});

// eslint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets which names it was given
const REFUSALS = Object.keys(OUTCOME_CODES) as RefusalCode[];

export const refusedVerdict = z.strictObject({
  valid: z.literal(false),
  code: z.enum(REFUSALS),
  message: z.string().describe("A sentence that whoever presented the key may be told."),
  retryAfter: z.number().describe("Seconds after which another try may fare better.").optional(),
  missing: permissionsAnswer
    .describe("Of API_KEY_FORBIDDEN for want of permissions: those that the key has not.")
    .optional(),
  limit: limitState.describe("Of API_KEY_RATE_LIMITED: the limit that refused.").optional(),
  limits: z
    .array(limitState)
    .describe("Of API_KEY_RATE_LIMITED: all that the request would have been counted against.")
    .optional(),
});

export const verdict = z.discriminatedUnion("valid", [acceptedVerdict, refusedVerdict]);

export type Verdict = z.infer<typeof verdict>;

/** A verification as a service is told of it: nothing of a refused key but why. */
export function verdictOf(verification: Verification<Owner>): Verdict {
  if (!verification.valid) {
    const { outcome: code, message, retryAfter, missing, limit, limits } = verification;
    return {
      valid: false,
      code,
      message,
      ...(retryAfter !== undefined && { retryAfter }),
      ...(missing !== undefined && { missing }),
      ...(limit !== undefined && { limit }),
      ...(limits !== undefined && { limits: [...limits] }),
    };
  }
  const { record, owner, permissions, limits, remaining } = verification;
  const { id, name, start, environment, metadata, expiresAt } = record;
  return {
    valid: true,
    code: "valid",
    owner: ownerOf(owner),
    apiKey: {
      id,
      name,
      start,
      environment,
      metadata,
      permissions,
      expiresAt: expiresAt?.toISOString() ?? null,
    },
    limits: [...limits],
    remaining,
  };
}

function ownerOf(owner: Owner): z.infer<typeof keyOwner> {
  if (owner.kind === "user") {
    const { id, name, email } = owner.user;
    return { kind: "user", id, name, email };
  }
  const { id, name, slug } = owner.organization;
  return { kind: "organization", id, name, slug };
}
