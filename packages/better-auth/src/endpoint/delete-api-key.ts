import { createAuthEndpoint } from "better-auth/api";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorId } from "./actor.ts";
import { type KeyIdInput, keyIdInput, unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `POST /api-key/delete`, `auth.api.deleteApiKey`: removes the record, and with it the key. */
export const deleteApiKey = ({ clock }: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/delete",
    { method: "POST", body: unchecked<KeyIdInput>() },
    async (ctx): Promise<{ success: true }> => {
      const referenceId = await actorId(ctx, clock);
      const { keyId } = parseInput(keyIdInput, ctx.body, "body");
      await answering(() => engineOf(ctx.context).delete({ id: keyId, referenceId }));
      return { success: true };
    },
  );
