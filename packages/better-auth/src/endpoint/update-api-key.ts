import { createAuthEndpoint } from "better-auth/api";
import type { ApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorId } from "./actor.ts";
import { type UpdateInput, unchecked, updateInput } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `POST /api-key/update`, `auth.api.updateApiKey`: name, metadata, expiry, enabled. */
export const updateApiKey = ({ toApiKey, clock }: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/update",
    { method: "POST", body: unchecked<UpdateInput>() },
    async (ctx): Promise<ApiKey> => {
      const referenceId = await actorId(ctx, clock);
      const { keyId, userId: _userId, ...input } = parseInput(updateInput, ctx.body, "body");
      const view = await answering(() =>
        engineOf(ctx.context).update({ ...input, id: keyId, referenceId }),
      );
      return toApiKey(view);
    },
  );
