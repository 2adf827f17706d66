import type { Alert } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { APIError } from "better-auth/api";
import { engineOf } from "../../engine-access.ts";
import { ALERT_NOT_FOUND } from "../../error-codes.ts";
import { type EndpointSettings, isForOrganizations } from "../../options.ts";
import type { Actor } from "../actor.ts";
import { authorityOverKeys } from "../authority.ts";
import { placeOf } from "../place.ts";

/**
 * The alerts of these ids, if the actor may deal with all of them: whoever may change the keys may deal with
 * what is told of them. The keys themselves need not be there any more.
 *
 * @throws {APIError} 404 `ALERT_NOT_FOUND`, for another owner's alert as for one that never was; 403 where
 * the application forbids it, or the actor's role in the organization that the key belongs to.
 */
export async function assertMayHandle(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  actor: Actor,
  ids: readonly string[],
): Promise<void> {
  const alerts = await engineOf(ctx.context).alerts.find(ids);
  const found = new Set(alerts.map(({ id }) => id));
  if (!ids.every((id) => found.has(id))) throw notFound();
  const owners = new Map(alerts.map((alert) => [`${alert.configId}\n${alert.referenceId}`, alert]));
  for (const alert of owners.values()) await assertMayChange(ctx, settings, actor, alert);
}

async function assertMayChange(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  actor: Actor,
  { configId, referenceId }: Alert,
): Promise<void> {
  const configuration = settings.configurations.get(configId);
  if (configuration === undefined) throw notFound();
  const organizationId = isForOrganizations(configuration) ? referenceId : undefined;
  if (organizationId === undefined) {
    if (referenceId !== actor.userId) throw notFound();
  } else if ((await placeOf(ctx, actor, organizationId)) === null) throw notFound();
  const asked = { action: "update", configId, organizationId } as const;
  await authorityOverKeys(ctx, settings, actor, asked);
}

function notFound(): APIError {
  return APIError.from("NOT_FOUND", ALERT_NOT_FOUND);
}
