import { createAuthEndpoint } from "better-auth/api";
import type { ApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorId } from "./actor.ts";
import { type GetInput, getInput, unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `GET /api-key/get`, `auth.api.getApiKey`: one of the caller's own keys. */
export const getApiKey = ({ toApiKey, clock }: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/get",
    { method: "GET", query: unchecked<GetInput>() },
    async (ctx): Promise<ApiKey> => {
      const referenceId = await actorId(ctx, clock);
      const { id } = parseInput(getInput, ctx.query, "query");
      const view = await answering(() => engineOf(ctx.context).get({ id, referenceId }));
      return toApiKey(view);
    },
  );
