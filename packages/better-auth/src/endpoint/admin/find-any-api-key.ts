import { createAuthEndpoint } from "better-auth/api";
import type { ApiKeyPage } from "../../api-key.ts";
import { engineOf } from "../../engine-access.ts";
import type { EndpointSettings } from "../../options.ts";
import { type FindAnyInput, findAnyInput } from "./admin-inputs.ts";
import { auditAdministration } from "./audit-administration.ts";
import { administratorOf } from "./administrator.ts";
import { unchecked } from "../inputs.ts";
import { answering, parseInput } from "../refusals.ts";

/** `POST /api-key/admin/find`, `auth.api.findAnyApiKey`: whose key this `start` is of. Nearly always none or one. For administrators. */
export const findAnyApiKey = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/admin/find",
    { method: "POST", body: unchecked<FindAnyInput>() },
    (ctx): Promise<ApiKeyPage> =>
      answering(async () => {
        const actor = await administratorOf(ctx, settings, "list");
        const { start } = parseInput(findAnyInput, ctx.body, "body");
        await auditAdministration(ctx, actor, { action: "searched", reason: start });
        const { records, ...page } = await engineOf(ctx.context).listAll({ start });
        return { apiKeys: records.map((view) => settings.toApiKey(view)), ...page };
      }),
  );
