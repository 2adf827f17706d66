import type { GenericEndpointContext } from "better-auth";
import { APIError } from "better-auth/api";
import { hasPermission, type OrganizationOptions } from "better-auth/plugins/organization";
import { defaultRoles } from "better-auth/plugins/organization/access";
import * as z from "zod";
import { ORGANIZATION_PLUGIN_REQUIRED } from "./error-codes.ts";
import { findOrganization } from "./owners.ts";

/** What roles are given or not, as in `apiKey: ["create", "read", "update", "delete"]`. */
export type RoleAction = "create" | "read" | "update" | "delete";

/** A user's place in an organization. */
export interface Membership {
  readonly organizationId: string;
  /** As Better Auth keeps it: one role, or several with commas between them. */
  readonly role: string;
}

const memberRow = z.object({ role: z.string() });

/**
 * The user's membership as the database has it now; `null` where there is none, and no telling
 * whether there is such an organization.
 *
 * @throws {APIError} 400 `ORGANIZATION_PLUGIN_REQUIRED`.
 */
export async function membershipOf(
  ctx: GenericEndpointContext,
  userId: string,
  organizationId: string,
): Promise<Membership | null> {
  pluginOptions(ctx);
  const row: unknown = await ctx.context.adapter.findOne({
    model: "member",
    where: [
      { field: "userId", value: userId },
      { field: "organizationId", value: organizationId },
    ],
  });
  if (row === null || (await findOrganization(ctx.context, organizationId)) === null) return null;
  return { organizationId, role: memberRow.parse(row).role };
}

/**
 * Whether the member's roles allow the action with the organization's keys.
 *
 * Where the application's access control knows of `apiKey`, it decides. Where it does not, whoever
 * created the organization and its admins may do everything, members may look, and other roles nothing.
 * The creator role may do everything in both cases, as Better Auth has it.
 */
export async function isAllowed(
  ctx: GenericEndpointContext,
  { organizationId, role }: Membership,
  action: RoleAction,
): Promise<boolean> {
  const options = pluginOptions(ctx);
  if (!declaresApiKeys(options)) return allowedByDefault(options, role, action);
  const permissions = { apiKey: [action] };
  return hasPermission(
    { role, options, permissions, organizationId, allowCreatorAllPermissions: true },
    ctx,
  );
}

/** @throws {APIError} 400 `ORGANIZATION_PLUGIN_REQUIRED`. */
function pluginOptions(ctx: GenericEndpointContext): OrganizationOptions {
  const plugin = ctx.context.getPlugin("organization");
  if (plugin === null) throw APIError.from("BAD_REQUEST", ORGANIZATION_PLUGIN_REQUIRED);
  return plugin.options;
}

function declaresApiKeys({ ac, roles = {} }: OrganizationOptions): boolean {
  const statements = [ac?.statements, ...Object.values(roles).map((role) => role?.statements)];
  return statements.some((each) => each !== undefined && Object.hasOwn(each, "apiKey"));
}

const BUILT_IN: ReadonlyMap<string, readonly RoleAction[]> = new Map([
  ["admin", ["create", "read", "update", "delete"]],
  ["member", ["read"]],
]);

function allowedByDefault(
  { creatorRole = "owner", roles = defaultRoles }: OrganizationOptions,
  role: string,
  action: RoleAction,
): boolean {
  const names = role.split(",").map((name) => name.trim());
  // A role that was made up at run time may bear a built-in name where the application has none such.
  const known = names.filter((name) => Object.hasOwn(roles, name));
  return (
    names.includes(creatorRole) ||
    known.some((name) => BUILT_IN.get(name)?.includes(action) === true)
  );
}
