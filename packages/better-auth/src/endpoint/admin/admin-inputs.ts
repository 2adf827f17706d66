import { ACTOR_KINDS, AUDIT_ACTIONS, MAX_PAGE_SIZE } from "@latchkey/core";
import * as z from "zod";
import { auditPaging, moment } from "../audit-inputs.ts";
import { count, status } from "../inputs.ts";

const id = z.string().min(1).optional();

const start = z
  .string()
  .regex(
    /^[A-Za-z0-9_-]{1,40}$/,
    "must be 1 to 40 characters of a key's start, never the whole key",
  );

export const listAllInput = z.strictObject({
  /** Of one owner: a user or an organization. */
  referenceId: id,
  configId: id,
  /** Only those that this user created. */
  createdById: id,
  status,
  /** Exactly this one. */
  start: start.optional(),
  /** All that begin so. */
  startsWith: start.optional(),
  /** 1 to 100; 100 if absent. */
  limit: count(1, MAX_PAGE_SIZE).optional(),
  offset: count(0).optional(),
  /** By `createdAt`; `desc` if absent. */
  sortDirection: z.enum(["asc", "desc"]).optional(),
  userId: id,
});

export const findAnyInput = z.strictObject({ start, userId: id });

export const revokeAnyInput = z.strictObject({
  keyId: z.string().min(1),
  /** What becomes of the key that this one was rotated into: `revoke`, the default, or `keep`. */
  successor: z.enum(["revoke", "keep"]).optional(),
  userId: id,
});

export const auditAllInput = z.strictObject({
  /** Of the keys of one owner: a user or an organization. */
  referenceId: id,
  configId: id,
  keyId: id,
  /** Of what one user, or one key, did. */
  actorId: id,
  actorKind: z.enum(ACTOR_KINDS).optional(),
  action: z.enum(AUDIT_ACTIONS).optional(),
  /** ISO 8601, from this moment on. */
  from: moment,
  /** ISO 8601, before this moment. */
  to: moment,
  ...auditPaging,
  userId: id,
});

export const overviewInput = z.strictObject({
  /** ISO 8601, from this moment on: 24 hours before `to`, if absent. */
  from: moment,
  /** ISO 8601, before this moment: now, if absent. */
  to: moment,
  userId: id,
});

export type OverviewInput = z.input<typeof overviewInput>;
export type AuditAllInput = z.input<typeof auditAllInput>;
export type ListAllInput = z.input<typeof listAllInput>;
export type FindAnyInput = z.input<typeof findAnyInput>;
export type RevokeAnyInput = z.input<typeof revokeAnyInput>;
