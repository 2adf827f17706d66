import { createAuthEndpoint } from "better-auth/api";
import type { ApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorOf } from "./actor.ts";
import { authorityOverKey } from "./authority.ts";
import { type GetInput, getInput, unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `GET /api-key/get`, `auth.api.getApiKey`: one of the keys that the caller may see. */
export const getApiKey = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/get",
    { method: "GET", query: unchecked<GetInput>() },
    (ctx): Promise<ApiKey> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const { id, configId } = parseInput(getInput, ctx.query, "query");
        const asked = { action: "read", id, configId } as const;
        const { reference } = await authorityOverKey(ctx, settings, actor, asked);
        return settings.toApiKey(await engineOf(ctx.context).get(reference));
      }),
  );
