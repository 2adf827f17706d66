import { createAuthEndpoint } from "better-auth/api";
import type { ApiKeyPage } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorOf } from "./actor.ts";
import { type ListInput, listInput, unchecked } from "./inputs.ts";
import { listableBy } from "./listable.ts";
import { answering, parseInput } from "./refusals.ts";

/** `GET /api-key/list`, `auth.api.listApiKeys`: a page of the caller's keys, of all configurations or one, newest first unless asked otherwise. */
export const listApiKeys = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/list",
    { method: "GET", query: unchecked<ListInput | undefined>() },
    (ctx): Promise<ApiKeyPage> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const input = parseInput(listInput, ctx.query ?? {}, "query");
        const { userId: _userId, configId, organizationId, ...wanted } = input;
        const asked = { configId, organizationId };
        const own = await listableBy(ctx, settings, actor, asked);
        const { records, ...page } = await engineOf(ctx.context).list({ ...wanted, ...own });
        return { apiKeys: records.map((view) => settings.toApiKey(view)), ...page };
      }),
  );
