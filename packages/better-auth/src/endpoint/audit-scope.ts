import type { AuditFilter } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import type { EndpointSettings } from "../options.ts";
import { type Actor } from "./actor.ts";
import { authorityOverKeys } from "./authority.ts";

/**
 * Whose entries the actor may read: those of the owner that it may read the keys of. Everything that
 * answers entries asks here, and adds what it is given to every question.
 *
 * @throws {APIError} 400 for a configuration that there is not.
 */
export async function auditScope(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  actor: Actor,
  {
    configId,
    organizationId,
  }: { readonly configId?: string | undefined; readonly organizationId?: string | undefined },
): Promise<Pick<AuditFilter, "configId" | "referenceId">> {
  const asked = { action: "read", configId, organizationId } as const;
  const { tenant } = await authorityOverKeys(ctx, settings, actor, asked);
  return tenant;
}
