import { createAuthEndpoint } from "better-auth/api";
import { type ApiKeyAlertPage, toApiKeyAlert } from "../../alert.ts";
import { engineOf } from "../../engine-access.ts";
import type { EndpointSettings } from "../../options.ts";
import { actorOf } from "../actor.ts";
import { unchecked } from "../inputs.ts";
import { listableBy } from "../listable.ts";
import { answering, parseInput } from "../refusals.ts";
import { type AlertsInput, alertsInput } from "./alert-inputs.ts";

/** `GET /api-key/alerts`, `auth.api.listApiKeyAlerts`: a page of what the caller should look at among their keys, newest first. */
export const listAlerts = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/alerts",
    { method: "GET", query: unchecked<AlertsInput | undefined>() },
    (ctx): Promise<ApiKeyAlertPage> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const input = parseInput(alertsInput, ctx.query ?? {}, "query");
        const { userId: _userId, configId, organizationId, ...asked } = input;
        const own = await listableBy(ctx, settings, actor, { configId, organizationId });
        const page = await engineOf(ctx.context).alerts.page({ ...asked, ...own });
        return { ...page, alerts: page.alerts.map(toApiKeyAlert) };
      }),
  );
