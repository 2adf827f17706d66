import * as z from "zod";
import { permissionsAnswer } from "../answer-fields.ts";

const seconds = z.number().describe("Seconds.");

/** `ApiKeyPolicy` on the wire. */
export const policyAnswer = z.strictObject({
  environments: z.array(
    z.strictObject({
      name: z.string(),
      prefix: z.string(),
      expiresIn: z.strictObject({ min: seconds, max: seconds, default: seconds }).nullable(),
      rotateEvery: seconds.nullable(),
    }),
  ),
  expiry: z.strictObject({
    min: seconds,
    max: seconds,
    default: seconds.nullable(),
    never: z.boolean(),
    custom: z.boolean(),
  }),
  rotation: z.strictObject({ defaultOverlap: seconds, maxOverlap: seconds }),
  name: z.strictObject({ minLength: z.number(), maxLength: z.number(), required: z.boolean() }),
  prefix: z.strictObject({
    minLength: z.number(),
    maxLength: z.number(),
    allowed: z.array(z.string()).readonly().nullable(),
    default: z.string(),
  }),
  metadata: z.strictObject({
    enabled: z.boolean(),
    maxSize: z.number().describe("Bytes of JSON."),
    maxDepth: z.number(),
  }),
  permissions: z.strictObject({ grantable: permissionsAnswer, defaults: permissionsAnswer }),
  maxKeys: z.number().nullable(),
  can: z.strictObject({ create: z.boolean(), update: z.boolean(), delete: z.boolean() }),
  leavers: z.enum(["keep", "revoke"]),
  isAdministrator: z.boolean().describe("Whether the caller may look at everybody's keys."),
});
