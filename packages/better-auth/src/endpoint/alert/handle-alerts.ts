import type { KeyAlerts } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { type HandledApiKeyAlerts, toApiKeyAlert } from "../../alert.ts";
import { engineOf } from "../../engine-access.ts";
import type { EndpointSettings } from "../../options.ts";
import { actorOf } from "../actor.ts";
import { unchecked } from "../inputs.ts";
import { answering, parseInput } from "../refusals.ts";
import { assertMayHandle } from "./alert-authority.ts";
import { type HandleAlertsInput, handleAlertsInput } from "./alert-inputs.ts";

/** `POST /api-key/alerts/acknowledge`, `auth.api.acknowledgeApiKeyAlerts`: notes that somebody has seen them. They stay in the list. */
export const acknowledgeAlerts = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/alerts/acknowledge",
    { method: "POST", body: unchecked<HandleAlertsInput>() },
    (ctx) => handling(ctx, settings, "acknowledge"),
  );

/** `POST /api-key/alerts/resolve`, `auth.api.resolveApiKeyAlerts`: settles them, for good. */
export const resolveAlerts = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/alerts/resolve",
    { method: "POST", body: unchecked<HandleAlertsInput>() },
    (ctx) => handling(ctx, settings, "resolve"),
  );

function handling(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  how: keyof Pick<KeyAlerts, "acknowledge" | "resolve">,
): Promise<HandledApiKeyAlerts> {
  return answering(async () => {
    const actor = await actorOf(ctx, settings.clock);
    const { alertIds } = parseInput(handleAlertsInput, ctx.body, "body");
    const ids = [...new Set(alertIds)];
    await assertMayHandle(ctx, settings, actor, ids);
    const byId = actor.kind === "user" ? actor.userId : null;
    const handled = await engineOf(ctx.context).alerts[how]({ ids, byId });
    const places = new Map(ids.map((id, place) => [id, place]));
    const sorted = handled.toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
    return { alerts: sorted.map(toApiKeyAlert) };
  });
}
