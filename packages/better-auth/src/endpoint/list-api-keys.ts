import { createAuthEndpoint } from "better-auth/api";
import type { ApiKeyPage } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorId } from "./actor.ts";
import { type ListInput, listInput, unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `GET /api-key/list`, `auth.api.listApiKeys`: a page of the caller's own keys, newest first unless asked otherwise. */
export const listApiKeys = ({ toApiKey, clock }: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/list",
    { method: "GET", query: unchecked<ListInput | undefined>() },
    async (ctx): Promise<ApiKeyPage> => {
      const referenceId = await actorId(ctx, clock);
      const input = parseInput(listInput, ctx.query ?? {}, "query");
      const { records, ...page } = await answering(() =>
        engineOf(ctx.context).list({ ...input, referenceId }),
      );
      return { apiKeys: records.map((view) => toApiKey(view)), ...page };
    },
  );
