import type { ListKeysInput } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { type EndpointSettings, isForOrganizations } from "../options.ts";
import { mayActFor } from "../session/child-key.ts";
import type { Actor } from "./actor.ts";
import { authorityOverKeys } from "./authority.ts";

/**
 * Whose keys, and under which configurations, the actor lists: under the one that is named, else under
 * all of that owner's that it may read.
 *
 * @throws {APIError} as `authorityOverKeys`; 403 where there is none that it may read.
 */
export async function listableBy(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  actor: Actor,
  {
    configId,
    organizationId,
  }: { readonly configId?: string | undefined; readonly organizationId?: string | undefined },
): Promise<Pick<ListKeysInput, "referenceId" | "configId">> {
  const ofOwner = [...settings.configurations.values()].filter(
    (each) => isForOrganizations(each) === (organizationId !== undefined),
  );
  const readable = ofOwner.filter((configuration) =>
    mayActFor({ actor, configuration, organizationId: organizationId ?? null }),
  );
  // Role and membership are the same under all of them: what holds for the first holds for the others.
  const [first] = readable.length > 0 ? readable : ofOwner;
  const asked = { action: "read", configId: configId ?? first?.id, organizationId } as const;
  const { tenant } = await authorityOverKeys(ctx, settings, actor, asked);
  return configId === undefined ? { ...tenant, configId: readable.map(({ id }) => id) } : tenant;
}
