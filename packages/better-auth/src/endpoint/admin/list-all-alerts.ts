import { createAuthEndpoint } from "better-auth/api";
import { type ApiKeyAlertPage, toApiKeyAlert } from "../../alert.ts";
import { engineOf } from "../../engine-access.ts";
import type { EndpointSettings } from "../../options.ts";
import { type AlertsAllInput, alertsAllInput } from "../alert/alert-inputs.ts";
import { unchecked } from "../inputs.ts";
import { answering, parseInput } from "../refusals.ts";
import { administratorOf } from "./administrator.ts";
import { auditAdministration } from "./audit-administration.ts";

/** `GET /api-key/admin/alerts`, `auth.api.listAllApiKeyAlerts`: a page of what there is to tell about anybody's keys, newest first. For administrators. */
export const listAllAlerts = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/admin/alerts",
    { method: "GET", query: unchecked<AlertsAllInput | undefined>() },
    (ctx): Promise<ApiKeyAlertPage> =>
      answering(async () => {
        const actor = await administratorOf(ctx, settings, "list");
        const input = parseInput(alertsAllInput, ctx.query ?? {}, "query");
        const { userId: _userId, ...asked } = input;
        const { referenceId = null, configId = null, keyId = null } = asked;
        const entry = { action: "listed", referenceId, configId, keyId, reason: "alerts" } as const;
        await auditAdministration(ctx, actor, entry);
        const page = await engineOf(ctx.context).alerts.page(asked);
        return { ...page, alerts: page.alerts.map(toApiKeyAlert) };
      }),
  );
