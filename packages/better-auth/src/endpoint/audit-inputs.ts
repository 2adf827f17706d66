import { AUDIT_ACTIONS, MAX_AUDIT_PAGE_SIZE } from "@latchkey/core";
import * as z from "zod";
import { count } from "./inputs.ts";

/** ISO 8601. */
export const moment = z
  .union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))])
  .meta({ description: "ISO 8601.", wire: { type: "string", format: "date-time" } })
  .optional();

const filter = {
  keyId: z.string().min(1).optional(),
  action: z.enum(AUDIT_ACTIONS).optional(),
  /** ISO 8601, from this moment on. */
  from: moment,
  /** ISO 8601, before this moment. */
  to: moment,
  /** The configuration whose keys are meant; the default one if absent. */
  configId: z.string().min(1).optional(),
  /** The organization whose keys are meant. Absent: the caller's own. */
  organizationId: z.string().min(1).optional(),
  userId: z.string().min(1).optional(),
};

export const auditPaging = {
  /** 1 to 100; 50 if absent. */
  limit: count(1, MAX_AUDIT_PAGE_SIZE).optional(),
  /** `nextCursor` of the page before. */
  cursor: count(1).optional(),
};

export const auditInput = z.strictObject({ ...filter, ...auditPaging });

export const auditExportInput = z.strictObject(filter);

export type AuditInput = z.input<typeof auditInput>;
export type AuditExportInput = z.input<typeof auditExportInput>;
