import { ALERT_KINDS, MAX_ALERT_PAGE_SIZE } from "@latchkey/core";
import * as z from "zod";
import { count } from "../inputs.ts";

const id = z.string().min(1).optional();

// In a query string it is text.
const flag = z
  .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")])
  .meta({ wire: { type: "boolean" } })
  .optional();

const filter = {
  keyId: id,
  kind: z.enum(ALERT_KINDS).optional(),
  /** `true`: only those that are not settled; `false`: only those that are. */
  open: flag,
  acknowledged: flag,
  /** 1 to 100; 50 if absent. */
  limit: count(1, MAX_ALERT_PAGE_SIZE).optional(),
  offset: count(0).optional(),
  /** One of the configured ones; keys of all of them if absent. */
  configId: id,
  userId: id,
};

export const alertsInput = z.strictObject({
  ...filter,
  /** Whose keys. Absent: the caller's own. */
  organizationId: id,
});

export const alertsAllInput = z.strictObject({
  ...filter,
  /** Of the keys of one owner: a user or an organization. */
  referenceId: id,
});

export const handleAlertsInput = z.strictObject({
  /** 1 to 100 of them. */
  alertIds: z.array(z.string().min(1)).min(1).max(100),
  userId: id,
});

export type AlertsInput = z.input<typeof alertsInput>;
export type AlertsAllInput = z.input<typeof alertsAllInput>;
export type HandleAlertsInput = z.input<typeof handleAlertsInput>;
