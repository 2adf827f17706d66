import { KEY_SORT_FIELDS, KEY_STATUSES, MAX_PAGE_SIZE } from "@latchkey/core";
import * as z from "zod";

/*
 * What endpoints accept. Objects are strict: a field that is not known is refused, not dropped, so
 * that nobody believes in a restriction that was never stored.
 *
 * `userId` is for calls from the server's own code; see `actorId`.
 */

const expiresIn = z.number().nullable();
// Checked by the engine, which says what is wrong with it; zod would drop `__proto__` in silence.
const metadata = z.custom<Record<string, unknown> | null>();
const keyId = z.string().min(1);
const userId = z.string().min(1).optional();

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
  userId,
});

export const keyIdInput = z.strictObject({ keyId, userId });

export const rotateInput = z.strictObject({
  keyId,
  /** Seconds for which the old key keeps working; a day unless configured otherwise. */
  overlap: z.number().optional(),
  userId,
});

export const revokeInput = z.strictObject({
  keyId,
  /** What becomes of the key that this one was rotated into: `revoke`, the default, or `keep`. */
  successor: z.enum(["revoke", "keep"]).optional(),
  userId,
});

export const getInput = z.strictObject({ id: z.string().min(1) });

// In a query string every number is text; `z.coerce` alone would make 0 of an empty one.
const count = z
  .union([z.number(), z.string().regex(/^\d+$/, "must be a whole number").transform(Number)])
  .pipe(z.int());

export const listInput = z.strictObject({
  /** 1 to 100; 100 if absent. */
  limit: count.pipe(z.number().min(1).max(MAX_PAGE_SIZE)).optional(),
  offset: count.pipe(z.number().min(0)).optional(),
  sortBy: z.enum(KEY_SORT_FIELDS).optional(),
  sortDirection: z.enum(["asc", "desc"]).optional(),
  /** `live`: neither revoked nor expired. */
  status: z.enum([...KEY_STATUSES, "live"]).optional(),
});

export const verifyInput = z.strictObject({ key: z.string() });

export type CreateInput = z.input<typeof createInput>;
export type UpdateInput = z.input<typeof updateInput>;
export type RotateInput = z.input<typeof rotateInput>;
export type RevokeInput = z.input<typeof revokeInput>;
export type KeyIdInput = z.input<typeof keyIdInput>;
export type GetInput = z.input<typeof getInput>;
export type ListInput = z.input<typeof listInput>;

/** Accepts anything, and is typed: for endpoints that check their input after they know who asks. */
export function unchecked<Input>(): z.ZodType<Input, Input> {
  return z.custom<Input>();
}
