import type { GenericEndpointContext } from "better-auth";
import { APIError } from "better-auth/api";
import type { AdminOptions } from "better-auth/plugins/admin";
import type { KeyActor } from "../../configuration.ts";
import { ADMINISTRATOR_REQUIRED } from "../../error-codes.ts";
import type { EndpointSettings } from "../../options.ts";
import { type Actor, actorOf } from "../actor.ts";

/** What an application's access control may give to its administrators' roles: `apiKey: ["list", "revoke", "webhooks"]`. */
export type AdministratorAction = "list" | "revoke" | "webhooks";

/**
 * The administrator who acts, in a session of their own: neither one that impersonates a user nor one made from
 * a key will do. Who is one is read from the database each time, and decided as by Better Auth's admin
 * plugin: `adminUserIds`, then the roles that its access control gives `apiKey`, or, where it does not
 * know of that, `adminRoles`.
 *
 * @throws {APIError} 401 without a session; 403 `ADMINISTRATOR_REQUIRED` for everybody else.
 */
export async function administratorOf(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  action: AdministratorAction,
): Promise<Actor> {
  const actor = await actorOf(ctx, settings.clock);
  if (actor.kind === "server") return actor;
  const plugin = ctx.context.options.plugins?.find(({ id }) => id === "admin");
  const isOwnSession = actor.parent === undefined;
  if (
    plugin !== undefined &&
    isOwnSession &&
    isAdministrator(plugin.options ?? {}, actor, action)
  ) {
    return actor;
  }
  throw APIError.from("FORBIDDEN", ADMINISTRATOR_REQUIRED);
}

/** Whether `administratorOf` would answer, and not refuse. */
export async function isAdministrating(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  action: AdministratorAction,
): Promise<boolean> {
  try {
    await administratorOf(ctx, settings, action);
    return true;
  } catch (error) {
    if (error instanceof APIError && error.statusCode === 403) return false;
    throw error;
  }
}

/**
 * Whether a user is an administrator by the options of Better Auth's admin plugin, in a session in which
 * nobody impersonates them.
 */
export function isAdministrator(
  options: AdminOptions,
  { user, session }: Pick<KeyActor, "user" | "session">,
  action: AdministratorAction,
): boolean {
  if (session["impersonatedBy"]) return false;
  if (options.adminUserIds?.includes(user.id) === true) return true;
  const { roles = {}, ac, adminRoles = ["admin"], defaultRole = "user" } = options;
  const given = typeof user["role"] === "string" ? user["role"] : "";
  const names = listed(given === "" ? defaultRole : given);
  const statements = [ac?.statements, ...Object.values(roles).map((role) => role?.statements)];
  const isDeclared = statements.some((each) => each !== undefined && Object.hasOwn(each, "apiKey"));
  if (!isDeclared) return names.some((name) => listed(adminRoles).includes(name));
  return names.some(
    (name) =>
      Object.hasOwn(roles, name) && roles[name]?.authorize({ apiKey: [action] }).success === true,
  );
}

function listed(names: string | readonly string[]): readonly string[] {
  return (typeof names === "string" ? names.split(",") : names).map((name) => name.trim());
}
