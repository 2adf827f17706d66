import { createAuthEndpoint } from "better-auth/api";
import type { ApiKeyPage } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorOf } from "./actor.ts";
import { authorityOverKeys } from "./authority.ts";
import { type ListInput, listInput, unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `GET /api-key/list`, `auth.api.listApiKeys`: a page of the caller's keys, newest first unless asked otherwise. */
export const listApiKeys = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/list",
    { method: "GET", query: unchecked<ListInput | undefined>() },
    (ctx): Promise<ApiKeyPage> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const input = parseInput(listInput, ctx.query ?? {}, "query");
        const { userId: _userId, configId, organizationId, ...wanted } = input;
        const asked = { action: "read", configId, organizationId } as const;
        const { tenant } = await authorityOverKeys(ctx, settings, actor, asked);
        const { records, ...page } = await engineOf(ctx.context).list({ ...wanted, ...tenant });
        return { apiKeys: records.map((view) => settings.toApiKey(view)), ...page };
      }),
  );
