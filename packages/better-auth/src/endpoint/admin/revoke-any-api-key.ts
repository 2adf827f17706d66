import { KeyOperationError } from "@latchkey/core";
import { createAuthEndpoint } from "better-auth/api";
import type { ApiKey } from "../../api-key.ts";
import { engineOf } from "../../engine-access.ts";
import type { EndpointSettings } from "../../options.ts";
import { type RevokeAnyInput, revokeAnyInput } from "./admin-inputs.ts";
import { administratorOf } from "./administrator.ts";
import { byOf } from "../by.ts";
import { unchecked } from "../inputs.ts";
import { answering, parseInput } from "../refusals.ts";

/** `POST /api-key/admin/revoke`, `auth.api.revokeAnyApiKey`: anybody's key, for good. For administrators. */
export const revokeAnyApiKey = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/admin/revoke",
    { method: "POST", body: unchecked<RevokeAnyInput>() },
    (ctx): Promise<ApiKey> =>
      answering(async () => {
        const actor = await administratorOf(ctx, settings, "revoke");
        const { keyId, successor } = parseInput(revokeAnyInput, ctx.body, "body");
        const engine = engineOf(ctx.context);
        const key = await engine.find(keyId);
        if (key === null) throw new KeyOperationError("KEY_NOT_FOUND");
        const { id, referenceId, configId } = key;
        const by = byOf(ctx, actor);
        return settings.toApiKey(await engine.revoke({ id, referenceId, configId, successor, by }));
      }),
  );
