import { DELIVERY_STATES, type Delivery } from "@latchkey/core";
import * as z from "zod";
import { moment, momentOrNull, numberOrNull, textOrNull } from "./columns.ts";

/** A row of the table of deliveries as adapters answer it. */
const deliveryRow = z.object({
  deliveryId: z.string(),
  webhookId: z.string(),
  eventId: z.string(),
  type: z.string(),
  payload: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number(),
  dueAt: moment,
  expiresAt: moment,
  createdAt: moment,
  lastAttemptAt: momentOrNull,
  lastStatus: numberOrNull,
  lastError: textOrNull,
  endedAt: momentOrNull,
  version: z.number(),
});

/** @throws {z.ZodError} for what is no row of this table. */
export function deliveryFromRow(row: unknown): Delivery {
  const { deliveryId: id, ...columns } = deliveryRow.parse(row);
  return { id, ...columns };
}

export function rowFromDelivery({ id, ...columns }: Delivery) {
  return { ...columns, deliveryId: id, message: messageName(columns) };
}

/** One text for one event on its way to one webhook; neither id has space in it. */
export function messageName({
  webhookId,
  eventId,
}: Pick<Delivery, "webhookId" | "eventId">): string {
  return `${webhookId} ${eventId}`;
}
