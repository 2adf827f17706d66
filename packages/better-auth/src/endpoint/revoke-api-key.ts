import { createAuthEndpoint } from "better-auth/api";
import type { ApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorOf } from "./actor.ts";
import { authorityOverKey } from "./authority.ts";
import { byOf } from "./by.ts";
import { type RevokeInput, revokeInput, unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `POST /api-key/revoke`, `auth.api.revokeApiKey`: for good; the record stays. What the key was rotated into goes with it, unless `successor` is `keep`. */
export const revokeApiKey = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/revoke",
    { method: "POST", body: unchecked<RevokeInput>() },
    (ctx): Promise<ApiKey> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const { keyId: id, configId, successor } = parseInput(revokeInput, ctx.body, "body");
        const asked = { action: "revoke", id, configId } as const;
        const { reference } = await authorityOverKey(ctx, settings, actor, asked);
        const by = byOf(ctx, actor);
        const view = await engineOf(ctx.context).revoke({ ...reference, successor, by });
        return settings.toApiKey(view);
      }),
  );
