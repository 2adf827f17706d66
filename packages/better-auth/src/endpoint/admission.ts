import { type Permissions, intersection } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { APIError } from "better-auth/api";
import type { Configuration, KeyActor } from "../configuration.ts";
import { CREATE_NOT_ALLOWED, MANAGE_NOT_ALLOWED, SESSION_NOT_FRESH } from "../error-codes.ts";
import type { EndpointSettings } from "../options.ts";
import { assertParentMay } from "../session/child-key.ts";
import type { Actor } from "./actor.ts";

/** What an actor wants to do with keys. */
export type KeyAction =
  | "create"
  | "read"
  | "update"
  | "rotate"
  | "revoke"
  | "delete"
  /** Looking after the places that are told of what happens to keys. */
  | "webhooks";

/** Who asks, and for which organization if for one. */
export interface Asker {
  readonly actor: Actor;
  readonly configuration: Configuration;
  readonly organizationId: string | null;
}

/**
 * Whether the application lets the actor do this at all. The server's own code may do anything.
 *
 * @throws {APIError} 403 `CREATE_NOT_ALLOWED`, `MANAGE_NOT_ALLOWED` or `SESSION_NOT_FRESH`.
 */
export async function assertAdmitted(
  { clock }: EndpointSettings,
  asker: Asker,
  action: KeyAction,
): Promise<void> {
  const { actor, configuration } = asker;
  assertParentMay(asker, action);
  if (actor.kind === "server" || action === "read") return;
  const { canCreate, canManage, freshAge } = configuration.options;
  const who = keyActor(actor, asker.organizationId);
  const isCreating = action === "create" || action === "webhooks";
  if (isCreating && canCreate !== undefined && !(await canCreate(who))) {
    throw APIError.from("FORBIDDEN", CREATE_NOT_ALLOWED);
  }
  if (!isCreating && canManage !== undefined && !(await canManage(who))) {
    throw APIError.from("FORBIDDEN", MANAGE_NOT_ALLOWED);
  }
  if ((action === "create" || action === "rotate") && freshAge !== undefined) {
    const age = (clock.now() - new Date(actor.session.createdAt).getTime()) / 1_000;
    if (!(age < freshAge)) throw APIError.from("FORBIDDEN", SESSION_NOT_FRESH);
  }
}

/**
 * What the actor may pass on to a key; `undefined`: anything, for the server's own code. Where nothing
 * is configured nothing may be, and a key passes on no more than it has.
 */
export async function grantableBy(asker: Asker): Promise<Permissions | undefined> {
  const { actor, configuration, organizationId } = asker;
  if (actor.kind === "server") return undefined;
  const { grantable = {} } = configuration.options.permissions ?? {};
  const allowed =
    typeof grantable === "function" ? await grantable(keyActor(actor, organizationId)) : grantable;
  return actor.parent === undefined
    ? allowed
    : intersection(allowed, actor.parent.permissions ?? {});
}

/** What a key gets for which no permissions are asked. */
export async function defaultPermissions(
  ctx: GenericEndpointContext,
  { options }: Configuration,
  referenceId: string,
): Promise<Permissions | undefined> {
  const defaults = options.permissions?.defaultPermissions;
  return typeof defaults === "function" ? defaults(referenceId, ctx) : defaults;
}

export function keyActor(
  { user, session }: Extract<Actor, { kind: "user" }>,
  organizationId: string | null,
): KeyActor {
  return { user, session, organizationId };
}
