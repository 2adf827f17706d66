import type { GenericEndpointContext } from "better-auth";
import { APIError } from "better-auth/api";
import { INSUFFICIENT_API_KEY_PERMISSIONS } from "../error-codes.ts";
import { type Membership, type RoleAction, isAllowed, membershipOf } from "../membership.ts";
import { findOrganization } from "../owners.ts";
import type { Actor } from "./actor.ts";
import type { KeyAction } from "./admission.ts";

/** What a role must allow for each thing that can be done with an organization's keys. */
const ROLE_ACTIONS = {
  create: "create",
  read: "read",
  update: "update",
  rotate: "update",
  revoke: "delete",
  delete: "delete",
  webhooks: "create",
} as const satisfies Record<KeyAction, RoleAction>;

/** The server's own code has a place wherever there is an organization. */
export type Place = Membership | "server";

/** `null` where the actor has none, and no telling whether there is such an organization. */
export async function placeOf(
  ctx: GenericEndpointContext,
  actor: Actor,
  organizationId: string,
): Promise<Place | null> {
  if (actor.kind === "user") return membershipOf(ctx, actor.userId, organizationId);
  return (await findOrganization(ctx.context, organizationId)) === null ? null : "server";
}

/** @throws {APIError} 403 `INSUFFICIENT_API_KEY_PERMISSIONS`. */
export async function assertRoleAllows(
  ctx: GenericEndpointContext,
  place: Place,
  action: KeyAction,
): Promise<void> {
  if (place === "server" || (await isAllowed(ctx, place, ROLE_ACTIONS[action]))) return;
  throw APIError.from("FORBIDDEN", INSUFFICIENT_API_KEY_PERMISSIONS);
}
