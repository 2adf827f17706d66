import type { GenericEndpointContext } from "better-auth";
import { type RoleAction, isAllowed, membershipOf } from "../membership.ts";
import { type Asker, keyActor } from "./admission.ts";

/** What the caller may do with these keys, for pages that offer no more. */
export interface ApiKeyAbilities {
  create: boolean;
  /** Rotating included. */
  update: boolean;
  /** Revoking included. */
  delete: boolean;
}

/** By the caller's role where the keys are an organization's, and by the application's own rules. */
export async function abilitiesOf(
  ctx: GenericEndpointContext,
  { actor, configuration, organizationId }: Asker,
): Promise<ApiKeyAbilities> {
  if (actor.kind === "server") return { create: true, update: true, delete: true };
  const { canCreate, canManage } = configuration.options;
  const who = keyActor(actor, organizationId);
  const mayCreate = canCreate === undefined || (await canCreate(who));
  const mayManage = canManage === undefined || (await canManage(who));
  const membership =
    organizationId === null ? null : await membershipOf(ctx, actor.userId, organizationId);
  const roleAllows = async (action: RoleAction) =>
    organizationId === null || (membership !== null && (await isAllowed(ctx, membership, action)));
  return {
    create: mayCreate && (await roleAllows("create")),
    update: mayManage && (await roleAllows("update")),
    delete: mayManage && (await roleAllows("delete")),
  };
}
