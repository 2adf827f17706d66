import type { KeyView } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { APIError } from "better-auth/api";
import { engineOf } from "../engine-access.ts";
import { USER_NOT_MEMBER_OF_ORGANIZATION } from "../error-codes.ts";
import type { Authority } from "./authority.ts";
import { byOf } from "./by.ts";
import { assertRoleAllows, placeOf } from "./place.ts";

/**
 * Runs what makes a new key. Whoever has lost their role or their place while it ran does not get it: it is
 * revoked again before anybody is told of it.
 *
 * A member who is removed after this look is found by what looks after leavers' keys, and before it
 * by this look: no new key slips through between them.
 *
 * @throws {APIError} as `authorityOverKeys`.
 */
export async function issueUnder<Issued extends { readonly record: KeyView }>(
  ctx: GenericEndpointContext,
  authority: Authority,
  action: "create" | "rotate",
  issue: () => Promise<Issued>,
): Promise<Issued> {
  const issued = await issue();
  const { organizationId, actor } = authority;
  if (organizationId === null) return issued;
  try {
    const membership = await placeOf(ctx, actor, organizationId);
    if (membership === null) throw APIError.from("FORBIDDEN", USER_NOT_MEMBER_OF_ORGANIZATION);
    await assertRoleAllows(ctx, membership, action);
    return issued;
  } catch (error) {
    const { id } = issued.record;
    await engineOf(ctx.context).revoke({ ...authority.tenant, id, by: byOf(ctx, actor) });
    throw error;
  }
}
