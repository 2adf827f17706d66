import type { CreateKeyInput, UpdateKeyInput } from "@latchkey/core";
import { APIError } from "better-auth/api";
import * as z from "zod";
import { SERVER_ONLY_PROPERTY } from "../error-codes.ts";
import type { Actor } from "./actor.ts";

const amount = z.number().nullable().optional();

/**
 * What of a key only the server's own code may set: what a key may use up, with the names and units of
 * Better Auth's own plugin.
 */
export const serverOnlyFields = {
  /** Requests that are left; `null`: no quota. */
  remaining: amount,
  /** How many requests there are again after each `refillInterval`; both, or neither. */
  refillAmount: amount,
  /** Milliseconds. */
  refillInterval: amount,
  /** Whether the key is held to a rate limit of its own or of its configuration; `null`: as configured. */
  rateLimitEnabled: z.boolean().nullable().optional(),
  /** Requests within any window; `null`: as its metadata or its configuration says. */
  rateLimitMax: amount,
  /** Milliseconds; `null`: as configured. */
  rateLimitTimeWindow: amount,
};

type ServerOnly = z.output<z.ZodObject<typeof serverOnlyFields>>;

/**
 * What only the server may set, in the engine's terms.
 *
 * @throws {APIError} 400 `SERVER_ONLY_PROPERTY` where somebody else sets it.
 */
export function usageRules(
  actor: Actor,
  input: ServerOnly,
): Pick<CreateKeyInput & UpdateKeyInput, "quota" | "rateLimit"> {
  const { remaining, refillAmount, refillInterval } = input;
  const { rateLimitEnabled: enabled, rateLimitMax: max, rateLimitTimeWindow: window } = input;
  const quota = said({ remaining, refillAmount, refillInterval });
  const rateLimit = said({ enabled, max, window });
  if (actor.kind === "user" && (quota !== null || rateLimit !== null)) {
    const names = Object.keys(serverOnlyFields).filter((name) => Object.hasOwn(input, name));
    throw new APIError(400, {
      ...SERVER_ONLY_PROPERTY,
      message: `${names.join(", ")} can only be set by the server's own code, not by a request`,
    });
  }
  return { ...(quota !== null && { quota }), ...(rateLimit !== null && { rateLimit }) };
}

/** The fields, where any of them was said. */
function said<Fields extends object>(fields: Fields): Fields | null {
  return Object.values(fields).some((value) => value !== undefined) ? fields : null;
}
