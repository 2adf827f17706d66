import {
  KeyOperationError,
  MAX_LIMIT_WINDOW,
  normalizePermissions,
  permissionsFromStrings,
} from "@latchkey/core";
import * as z from "zod";

/** How many keys may be asked about at once. */
export const MAX_BATCH = 100;
/** What one request may cost. */
export const MAX_COST = 1_000_000;
/** How many limits a request may name. */
export const MAX_LIMITS = 16;

/*
 * Every message here is a sentence of ours and says nothing of what was sent: that may be, or hold, a key.
 */

/** An object of which all fields are known: one that is not is refused, not dropped. */
function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  const allowed = Object.keys(shape).join(", ");
  return z.strictObject(shape, { error: `must be an object with no other fields than ${allowed}` });
}

function wholeNumber(minimum: number, maximum: number) {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return z.int({ error }).min(minimum, { error }).max(maximum, { error });
}

const PERMISSIONS_FORM =
  'must be actions by resource, like {"reports": ["read"]}, or a list like ["read:reports"]';

const wantedPermissions = z
  .unknown()
  .transform((value, context) => {
    try {
      return Array.isArray(value) ? permissionsFromStrings(value) : normalizePermissions(value);
    } catch (error) {
      if (!(error instanceof KeyOperationError)) throw error;
      context.addIssue({ code: "custom", message: PERMISSIONS_FORM });
      return z.NEVER;
    }
  })
  .meta({
    description: "All of these the key must have: actions by resource, or action:resource.",
    wire: {
      anyOf: [
        { type: "object", additionalProperties: { type: "array", items: { type: "string" } } },
        { type: "array", items: { type: "string", pattern: "^[^:]+:[^:]+$" } },
      ],
      examples: [{ reports: ["read"] }, ["read:reports"]],
    },
  });

const LIMIT_NAME = "must be 1 to 64 characters of A-Z a-z 0-9 . _ -";

const limitRule = fields({
  name: z.string({ error: LIMIT_NAME }).regex(/^[A-Za-z0-9._-]{1,64}$/, { error: LIMIT_NAME }),
  max: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  window: wholeNumber(1, MAX_LIMIT_WINDOW).describe("Milliseconds."),
  cost: wholeNumber(0, MAX_COST)
    .describe("What this request takes of this limit, if not what it costs.")
    .optional(),
});

const LIMITS_FORM = `must be a list of at most ${MAX_LIMITS} limits, each with a name of its own`;

const limitRules = z
  .array(limitRule, { error: LIMITS_FORM })
  .max(MAX_LIMITS, { error: LIMITS_FORM })
  .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, {
    error: LIMITS_FORM,
  });

/** What is asked about one key. */
export const verifyEntry = fields({
  key: z.string({ error: "must be text" }).describe("The whole key, as it was presented."),
  permissions: wantedPermissions.optional(),
  cost: wholeNumber(1, MAX_COST)
    .describe("What the request takes from the key's quota and limits; 1 if absent.")
    .optional(),
  address: z
    .union([z.ipv4(), z.ipv6()], { error: "must be an IP address" })
    .describe(
      "Where the request with the key came from. Without it, keys with an allow-list are refused.",
    )
    .optional(),
  client: z
    .string({ error: "must be text" })
    .describe(
      "What the client calls itself (its User-Agent), to be kept beside the address. Of what is longer, 200 characters are kept.",
    )
    .optional(),
  limits: limitRules
    .describe("Limits of this request beside those that the key has, each counted by its name.")
    .optional(),
});

const BATCH_FORM = `must be a list of 1 to ${MAX_BATCH} keys, each an object like {"key": "…"}`;

export const verifyBatch = fields({
  keys: z
    .array(verifyEntry, { error: BATCH_FORM })
    .min(1, { error: BATCH_FORM })
    .max(MAX_BATCH, { error: BATCH_FORM }),
});

export type VerifyEntry = z.output<typeof verifyEntry>;
