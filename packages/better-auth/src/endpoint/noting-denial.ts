import { isDenial } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { isAPIError } from "better-auth/api";
import { engineOf } from "../engine-access.ts";
import type { Asker } from "./admission.ts";
import { byOf } from "./by.ts";

/**
 * Takes a decision on what somebody asks for, and writes it down where it is that they may not. What
 * the engine has written down already is not written twice.
 */
export async function notingDenial<T>(
  ctx: GenericEndpointContext,
  { actor, configuration, organizationId }: Asker,
  decide: () => Promise<T>,
): Promise<T> {
  try {
    return await decide();
  } catch (error) {
    const code = isDenial(error) ? error.code : forbiddenBy(error);
    if (code !== null) {
      await engineOf(ctx.context).audit.denied({
        code,
        configId: configuration.id,
        referenceId: organizationId ?? actor.userId,
        by: byOf(ctx, actor),
      });
    }
    throw error;
  }
}

/** The code of a 403, else `null`. */
function forbiddenBy(error: unknown): string | null {
  if (!isAPIError(error) || error.statusCode !== 403) return null;
  return error.body?.code ?? null;
}
