import { type KeyActor, isAdministrator } from "@latchkey/better-auth";
import { type Permissions, union } from "@latchkey/core";
import type { AdminOptions } from "better-auth/plugins/admin";

/** What a key must be allowed by which a service asks about other people's keys. */
export const SERVICE_PERMISSIONS = { keys: ["verify"] } as const satisfies Permissions;

/**
 * What somebody may give to their keys: `others`, and to administrators what makes a key a service's.
 * Nobody else may give that: such a key learns whose any key is that is presented to it.
 */
export function grantableTo(
  administration: AdminOptions,
  others: Permissions = {},
): (actor: KeyActor) => Permissions {
  return (actor) =>
    isAdministrator(administration, actor, "list") ? union(others, SERVICE_PERMISSIONS) : others;
}
