import { createAuthEndpoint } from "better-auth/api";
import type { CreatedApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorId } from "./actor.ts";
import { type CreateInput, createInput, unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `POST /api-key/create`, `auth.api.createApiKey`: the one answer that holds a key. */
export const createApiKey = ({ toApiKey, clock, defaultPrefix }: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/create",
    { method: "POST", body: unchecked<CreateInput>(), metadata: { noStore: true } },
    async (ctx): Promise<CreatedApiKey> => {
      const referenceId = await actorId(ctx, clock);
      const { userId: _userId, prefix, ...input } = parseInput(createInput, ctx.body, "body");
      const { key, record } = await answering(() =>
        engineOf(ctx.context).create({ ...input, referenceId, prefix: prefix ?? defaultPrefix }),
      );
      return { ...toApiKey(record), key };
    },
  );
