import { createAuthEndpoint } from "better-auth/api";
import { type ApiKey, toApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorId } from "./actor.ts";
import { type KeyIdInput, keyIdInput, unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `POST /api-key/revoke`, `auth.api.revokeApiKey`: for good; the record stays. */
export const revokeApiKey = ({ clock }: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/revoke",
    { method: "POST", body: unchecked<KeyIdInput>() },
    async (ctx): Promise<ApiKey> => {
      const referenceId = await actorId(ctx, clock);
      const { keyId } = parseInput(keyIdInput, ctx.body, "body");
      const view = await answering(() => engineOf(ctx.context).revoke({ id: keyId, referenceId }));
      return toApiKey(view, clock.now());
    },
  );
