import { IMPORT_FORMATS, type ImportKeyInput } from "@latchkey/core";
import { z } from "zod";

/** Whose key a line says it is. */
export type NamedOwner = { readonly id: string } | { readonly email: string };

/** What a line says. */
export interface ImportLine {
  readonly owner: NamedOwner;
  readonly key: Omit<ImportKeyInput, "referenceId">;
}

const text = z.string().nullish();
const count = z.number().nullish();
const date = z.iso
  .datetime({ offset: true, error: "must be a date and time like 2026-01-31T12:00:00Z" })
  .transform((value) => new Date(value))
  .nullish();
// Checked by the engine, which says what is wrong with it; zod would drop `__proto__` in silence.
const json = z.custom<unknown>().optional();

/** A record of a file. Strict: what is not known would be lost. */
const record = z.strictObject({
  hash: z.string(),
  hashFormat: z.enum(IMPORT_FORMATS),
  referenceId: z.string().min(1).optional(),
  userId: z.string().min(1).optional(),
  email: z.string().min(1).optional(),
  configId: z.string().min(1).optional(),
  createdById: text,
  name: text,
  start: text,
  prefix: text,
  environment: text,
  metadata: json,
  permissions: json,
  allowedAddresses: z.array(z.string()).nullish(),
  enabled: z.boolean().nullish(),
  expiresAt: date,
  revokedAt: date,
  lastRequest: date,
  createdAt: date,
  remaining: count,
  refillAmount: count,
  refillInterval: count,
  lastRefillAt: date,
  rateLimitEnabled: z.boolean().nullish(),
  rateLimitMax: count,
  rateLimitTimeWindow: count,
});

/** What a line says, or what is wrong with it. Nothing of the line itself is repeated but names of fields. */
export function readImportLine(line: string): ImportLine | { readonly problem: string } {
  const parsed = record.safeParse(parsedJson(line));
  if (!parsed.success) return { problem: parsed.error.issues.map(sentence).join(" ") };
  const { referenceId, userId, email, ...rest } = parsed.data;
  const owners = [referenceId, userId, email].filter((owner) => owner !== undefined);
  if (owners.length !== 1) {
    return { problem: "It must name its owner once: by referenceId, userId or email." };
  }
  const id = referenceId ?? userId;
  return { owner: id === undefined ? { email: email ?? "" } : { id }, key: keyOf(rest) };
}

function keyOf(
  fields: Omit<z.output<typeof record>, "referenceId" | "userId" | "email">,
): ImportLine["key"] {
  const { remaining, refillAmount, refillInterval, lastRefillAt, ...rest } = fields;
  const { rateLimitEnabled, rateLimitMax, rateLimitTimeWindow, ...key } = rest;
  return {
    ...key,
    quota: {
      remaining: remaining ?? null,
      refillAmount: refillAmount ?? null,
      refillInterval: refillInterval ?? null,
      lastRefillAt: lastRefillAt ?? null,
    },
    rateLimit: {
      enabled: rateLimitEnabled ?? null,
      max: rateLimitMax ?? null,
      window: rateLimitTimeWindow ?? null,
    },
  };
}

/** `undefined`, which is no JSON value, for what is no JSON. */
function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function sentence({ path, message, code }: z.core.$ZodIssue): string {
  if (path.length === 0 && code === "invalid_type") return "It is no JSON object.";
  return path.length === 0 ? `${message}.` : `${path.join(".")}: ${message}.`;
}
