import type { AuditFilter } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import type { EndpointSettings } from "../options.ts";
import { type Actor } from "./actor.ts";
import { auditAdministration } from "./admin/audit-administration.ts";
import { authorityOverKeys } from "./authority.ts";

/**
 * Whose entries the actor may read: those of the owner that it may read the keys of. Everything that
 * answers entries asks here, or below for administrators, and adds what it is given to every question.
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

/** Reasons are for words: an id that somebody makes up does not fill the log. */
const MAX_TOLD = 64;

/**
 * What of everybody's entries an administrator reads: what they ask for. That they do is written down
 * before anything is shown, with the owner and the key where they name one, and else with whom they
 * watch.
 */
export async function administratorAuditScope(
  ctx: GenericEndpointContext,
  administrator: Actor,
  asked: AuditFilter,
): Promise<AuditFilter> {
  const { referenceId = null, configId = null, keyId = null, actorId } = asked;
  const watched = actorId === undefined ? "" : `: what ${actorId.slice(0, MAX_TOLD)} did`;
  await auditAdministration(ctx, administrator, {
    action: "listed",
    referenceId,
    configId,
    keyId,
    reason: `audit${watched}`,
  });
  return asked;
}
