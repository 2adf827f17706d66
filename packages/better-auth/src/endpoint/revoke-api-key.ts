import { createAuthEndpoint } from "better-auth/api";
import type { ApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorId } from "./actor.ts";
import { type RevokeInput, revokeInput, unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `POST /api-key/revoke`, `auth.api.revokeApiKey`: for good; the record stays. What the key was rotated into goes with it, unless `successor` is `keep`. */
export const revokeApiKey = ({ toApiKey, clock }: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/revoke",
    { method: "POST", body: unchecked<RevokeInput>() },
    async (ctx): Promise<ApiKey> => {
      const referenceId = await actorId(ctx, clock);
      const { keyId, successor } = parseInput(revokeInput, ctx.body, "body");
      const view = await answering(() =>
        engineOf(ctx.context).revoke({ id: keyId, referenceId, successor }),
      );
      return toApiKey(view);
    },
  );
