import { createAuthEndpoint } from "better-auth/api";
import type { RotatedApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorId } from "./actor.ts";
import { type RotateInput, rotateInput, unchecked } from "./inputs.ts";
import { answering, parseInput } from "./refusals.ts";

/** `POST /api-key/rotate`, `auth.api.rotateApiKey`: a successor, shown once; the old key works until the overlap ends. */
export const rotateApiKey = ({ toApiKey, clock }: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/rotate",
    { method: "POST", body: unchecked<RotateInput>(), metadata: { noStore: true } },
    async (ctx): Promise<RotatedApiKey> => {
      const referenceId = await actorId(ctx, clock);
      const { keyId, overlap } = parseInput(rotateInput, ctx.body, "body");
      const { key, record, predecessor } = await answering(() =>
        engineOf(ctx.context).rotate({ id: keyId, referenceId, overlap }),
      );
      return { ...toApiKey(record), key, predecessor: toApiKey(predecessor) };
    },
  );
