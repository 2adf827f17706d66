import * as z from "zod";

/** A date as adapters answer it: as one, as text or as a number. */
export const moment = z
  .union([z.date(), z.string(), z.number()])
  .transform((value) => new Date(value));

export const momentOrNull = moment.nullish().transform((value) => value ?? null);

export const textOrNull = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

export const numberOrNull = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
