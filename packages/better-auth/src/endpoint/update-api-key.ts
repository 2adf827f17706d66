import { createAuthEndpoint } from "better-auth/api";
import type { ApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { assertParentMayChange } from "../session/child-key.ts";
import { actorOf } from "./actor.ts";
import { grantableBy } from "./admission.ts";
import { authorityOverKey } from "./authority.ts";
import { byOf } from "./by.ts";
import { type UpdateInput, unchecked, updateInput } from "./inputs.ts";
import { notingDenial } from "./noting-denial.ts";
import { usageRules } from "./server-only.ts";
import { answering, parseInput } from "./refusals.ts";

/** `POST /api-key/update`, `auth.api.updateApiKey`: name, metadata, permissions, addresses, expiry, enabled. */
export const updateApiKey = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/update",
    { method: "POST", body: unchecked<UpdateInput>() },
    (ctx): Promise<ApiKey> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const input = parseInput(updateInput, ctx.body, "body");
        const { userId: _userId, keyId: id, configId, ...wish } = input;
        const asked = { action: "update", id, configId } as const;
        const authority = await authorityOverKey(ctx, settings, actor, asked);
        const view = await notingDenial(ctx, authority, async () => {
          const change = { ...wish, ...usageRules(actor, wish) };
          assertParentMayChange(authority, change);
          return engineOf(ctx.context).update({
            ...change,
            ...authority.reference,
            grantable: await grantableBy(authority),
            by: byOf(ctx, actor),
          });
        });
        return settings.toApiKey(view);
      }),
  );
