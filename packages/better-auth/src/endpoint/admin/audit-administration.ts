import type { AuditNote } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { engineOf } from "../../engine-access.ts";
import type { Actor } from "../actor.ts";
import { byOf } from "../by.ts";

/**
 * Writes down that an administrator looks, before anything is shown: what cannot be written down is not
 * looked at. What they do to a key is written down with the change itself.
 */
export async function auditAdministration(
  ctx: GenericEndpointContext,
  actor: Actor,
  entry: Pick<AuditNote, "action" | "referenceId" | "configId" | "keyId" | "reason">,
): Promise<void> {
  await engineOf(ctx.context).audit.note({ ...entry, by: byOf(ctx, actor) });
}
