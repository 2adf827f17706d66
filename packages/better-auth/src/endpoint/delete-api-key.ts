import { createAuthEndpoint } from "better-auth/api";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorOf } from "./actor.ts";
import { authorityOverKey } from "./authority.ts";
import { byOf } from "./by.ts";
import { type KeyIdInput, keyIdInput, unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `POST /api-key/delete`, `auth.api.deleteApiKey`: removes the record, and with it the key. */
export const deleteApiKey = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/delete",
    { method: "POST", body: unchecked<KeyIdInput>() },
    (ctx): Promise<{ success: true }> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const { keyId: id, configId } = parseInput(keyIdInput, ctx.body, "body");
        const asked = { action: "delete", id, configId } as const;
        const { reference } = await authorityOverKey(ctx, settings, actor, asked);
        await engineOf(ctx.context).delete({ ...reference, by: byOf(ctx, actor) });
        return { success: true };
      }),
  );
