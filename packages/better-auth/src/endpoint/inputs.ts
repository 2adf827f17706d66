import {
  KEY_SORT_FIELDS,
  KEY_STATUSES,
  MAX_PAGE_SIZE,
  MAX_SEARCH_LENGTH,
  limitFault,
} from "@latchkey/core";
import * as z from "zod";
import { serverOnlyFields } from "./server-only.ts";

/*
 * What endpoints accept. Objects are strict: a field that is not known is refused, not dropped, so
 * that nobody believes in a restriction that was never stored.
 *
 * `userId` is for calls from the server's own code; see `actorId`.
 */

const expiresIn = z
  .number()
  .nullable()
  .describe("Seconds from now; null: the key does not expire.");
// Checked by the engine, which says what is wrong with it; zod would drop `__proto__` in silence.
const metadata = z
  .custom<Record<string, unknown> | null>()
  .meta({ wire: { type: ["object", "null"], additionalProperties: true } });
const keyId = z.string().min(1);
const userId = z.string().min(1).optional();
const organizationId = z.string().min(1).optional();
const configId = z.string().min(1).optional();
// Checked by the engine, which says what may be granted.
const permissions = z.custom<Record<string, readonly string[]> | null>().meta({
  description: "Actions by resource.",
  wire: {
    type: ["object", "null"],
    additionalProperties: { type: "array", items: { type: "string" } },
  },
});
const allowedAddresses = z.array(z.string()).nullable();

export const createInput = z.strictObject({
  /** 1 to 100 characters; surrounding space is dropped. */
  name: z.string().optional(),
  /** One of the configured ones, where there are any. */
  environment: z.string().optional(),
  /** Seconds from now; `null`: the key does not expire. Absent: what the configuration says. */
  expiresIn: expiresIn.optional(),
  /** 0 to 32 characters of `[A-Za-z0-9_-]`; where there are environments, one of theirs. */
  prefix: z.string().optional(),
  /** Any JSON object. */
  metadata: metadata.optional(),
  /** What the key may do: actions by resource. Absent: the default; `null` or empty: nothing. */
  permissions: permissions.optional(),
  /** Addresses and ranges (CIDR) that it may be used from; `null`: any. */
  allowedAddresses: allowedAddresses.optional(),
  /** The configuration that the key is to be under; if absent the default one, or that for organizations. */
  configId,
  /** The organization that it is to belong to. Absent: the caller. */
  organizationId,
  ...serverOnlyFields,
  userId,
});

export const updateInput = z.strictObject({
  keyId,
  name: z.string().optional(),
  enabled: z.boolean().optional(),
  /** Seconds from now; `null`: the key does not expire. */
  expiresIn: expiresIn.optional(),
  /** Replaces all of it; `null` removes it. */
  metadata: metadata.optional(),
  /** Replaces all of them; `null` removes them. */
  permissions: permissions.optional(),
  /** Replaces the whole list; `null` removes it. */
  allowedAddresses: allowedAddresses.optional(),
  /** Must be the key's own, if it is there. */
  configId,
  ...serverOnlyFields,
  userId,
});

export const keyIdInput = z.strictObject({ keyId, configId, userId });

export const rotateInput = z.strictObject({
  keyId,
  /** Seconds for which the old key keeps working; a day unless configured otherwise. */
  overlap: z.number().describe("Seconds for which the old key keeps working.").optional(),
  configId,
  userId,
});

export const revokeInput = z.strictObject({
  keyId,
  /** What becomes of the key that this one was rotated into: `revoke`, the default, or `keep`. */
  successor: z.enum(["revoke", "keep"]).optional(),
  configId,
  userId,
});

export const getInput = z.strictObject({ id: z.string().min(1), configId, userId });

export const policyInput = z.strictObject({ configId, organizationId, userId });

// In a query string every number is text; `z.coerce` alone would make 0 of an empty one.
const wholeNumber = z
  .union([z.number(), z.string().regex(/^\d+$/, "must be a whole number").transform(Number)])
  .pipe(z.int());

/** A whole number of a query string: at least and, where that is said, at most so much. */
export function count(minimum: number, maximum?: number) {
  const atLeast = z.number().min(minimum);
  return wholeNumber
    .pipe(maximum === undefined ? atLeast : atLeast.max(maximum))
    .meta({ wire: { type: "integer", minimum, ...(maximum !== undefined && { maximum }) } });
}

/** `live`: neither revoked nor expired. */
export const status = z.enum([...KEY_STATUSES, "live"]).optional();

export const listInput = z.strictObject({
  /** 1 to 100; 100 if absent. */
  limit: count(1, MAX_PAGE_SIZE).optional(),
  offset: count(0).optional(),
  sortBy: z.enum(KEY_SORT_FIELDS).optional(),
  sortDirection: z.enum(["asc", "desc"]).optional(),
  status,
  /** One of the configured ones; `null`, in a query string the empty text: keys of none. */
  environment: z
    .string()
    .nullable()
    .transform((name) => (name === "" ? null : name))
    .meta({
      description: "One of the configured ones; the empty text: keys of none.",
      wire: { type: "string" },
    })
    .optional(),
  /** 1 to 100 characters of a key's name or start, in either case; none is a wildcard. */
  search: z.string().trim().min(1).max(MAX_SEARCH_LENGTH).optional(),
  /** Only those that this user created. */
  createdById: z.string().min(1).optional(),
  configId,
  /** Whose keys. Absent: the caller's own. */
  organizationId,
  userId,
});

const limit = z
  .strictObject({
    name: z.string(),
    max: z.number(),
    window: z.number(),
    cost: z.number().optional(),
  })
  .superRefine((rule, context) => {
    const wrong = limitFault(rule);
    if (wrong !== null) context.addIssue(wrong);
  });

export const verifyInput = z.strictObject({
  key: z.string(),
  /** The key must be under this configuration; any will do if absent. */
  configId,
  /** All of these it must have. */
  permissions: z.record(z.string(), z.array(z.string())).optional(),
  /**
   * The IP address that the request came from; by default that of the headers of the call. Without
   * either, keys with an allow-list are refused.
   */
  address: z.string().optional(),
  /** What the request takes from quota and limits: a whole number, 1 by default; 0 only looks. */
  cost: z.int().min(0).optional(),
  /** Limits of this request beside those that the key has, each counted by its name; `window` in milliseconds. */
  limits: z.array(limit).optional(),
});

export type CreateInput = z.input<typeof createInput>;
export type UpdateInput = z.input<typeof updateInput>;
export type RotateInput = z.input<typeof rotateInput>;
export type RevokeInput = z.input<typeof revokeInput>;
export type KeyIdInput = z.input<typeof keyIdInput>;
export type PolicyInput = z.input<typeof policyInput>;
export type GetInput = z.input<typeof getInput>;
export type ListInput = z.input<typeof listInput>;

/** Accepts anything, and is typed: for endpoints that check their input after they know who asks. */
export function unchecked<Input>(): z.ZodType<Input, Input> {
  return z.custom<Input>();
}
