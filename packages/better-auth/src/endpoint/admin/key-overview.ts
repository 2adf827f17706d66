import { createAuthEndpoint } from "better-auth/api";
import { engineOf } from "../../engine-access.ts";
import type { EndpointSettings } from "../../options.ts";
import { type ApiKeyOverview, toOverview } from "../../overview.ts";
import { unchecked } from "../inputs.ts";
import { answering, parseInput } from "../refusals.ts";
import { type OverviewInput, overviewInput } from "./admin-inputs.ts";
import { auditAdministration } from "./audit-administration.ts";
import { administratorOf } from "./administrator.ts";

/** `GET /api-key/admin/overview`, `auth.api.apiKeyOverview`: all keys there are, and what became of them. For administrators. */
export const apiKeyOverview = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/admin/overview",
    { method: "GET", query: unchecked<OverviewInput | undefined>() },
    (ctx): Promise<ApiKeyOverview> =>
      answering(async () => {
        const actor = await administratorOf(ctx, settings, "list");
        const { from, to } = parseInput(overviewInput, ctx.query ?? {}, "query");
        await auditAdministration(ctx, actor, {
          action: "listed",
          referenceId: null,
          configId: null,
          reason: "overview",
        });
        const overview = await engineOf(ctx.context).overview({ from, to });
        return toOverview(overview, settings.clock.now());
      }),
  );
