import { createAuthEndpoint } from "better-auth/api";
import type { ApiKeyPage } from "../../api-key.ts";
import { engineOf } from "../../engine-access.ts";
import type { EndpointSettings } from "../../options.ts";
import { type ListAllInput, listAllInput } from "./admin-inputs.ts";
import { auditAdministration } from "./audit-administration.ts";
import { administratorOf } from "./administrator.ts";
import { unchecked } from "../inputs.ts";
import { answering, parseInput } from "../refusals.ts";

/** `GET /api-key/admin/list`, `auth.api.listAllApiKeys`: a page of everybody's keys, newest first. For administrators. */
export const listAllApiKeys = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/admin/list",
    { method: "GET", query: unchecked<ListAllInput | undefined>() },
    (ctx): Promise<ApiKeyPage> =>
      answering(async () => {
        const actor = await administratorOf(ctx, settings, "list");
        const input = parseInput(listAllInput, ctx.query ?? {}, "query");
        const { userId: _userId, ...wanted } = input;
        const { referenceId = null, configId = null, start, startsWith } = wanted;
        const action = start === undefined && startsWith === undefined ? "listed" : "searched";
        const reason = start ?? startsWith ?? null;
        await auditAdministration(ctx, actor, { action, referenceId, configId, reason });
        const { records, ...page } = await engineOf(ctx.context).listAll(wanted);
        return { apiKeys: records.map((view) => settings.toApiKey(view)), ...page };
      }),
  );
