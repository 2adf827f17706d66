import { createAuthEndpoint } from "better-auth/api";
import type { RotatedApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { actorOf } from "./actor.ts";
import { grantableBy } from "./admission.ts";
import { authorityOverKey } from "./authority.ts";
import { byOf } from "./by.ts";
import { type RotateInput, rotateInput, unchecked } from "./inputs.ts";
import { issueUnder } from "./issue-under.ts";
import { notingDenial } from "./noting-denial.ts";
import { answering, parseInput } from "./refusals.ts";

/** `POST /api-key/rotate`, `auth.api.rotateApiKey`: a successor, shown once; the old key works until the overlap ends. */
export const rotateApiKey = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/rotate",
    { method: "POST", body: unchecked<RotateInput>(), metadata: { noStore: true } },
    (ctx): Promise<RotatedApiKey> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const { keyId: id, configId, overlap } = parseInput(rotateInput, ctx.body, "body");
        const asked = { action: "rotate", id, configId } as const;
        const authority = await authorityOverKey(ctx, settings, actor, asked);
        const { reference, organizationId } = authority;
        const by = byOf(ctx, actor);
        const createdById = actor.kind === "user" ? actor.userId : undefined;
        const rotated = await notingDenial(ctx, authority, async () => {
          // Whoever rotates their own key has it already; an organization's may be one they never saw.
          const grantable = organizationId === null ? undefined : await grantableBy(authority);
          const wish = { ...reference, overlap, createdById, grantable, by };
          return issueUnder(ctx, authority, "rotate", () => engineOf(ctx.context).rotate(wish));
        });
        return {
          ...settings.toApiKey(rotated.record),
          key: rotated.key,
          predecessor: settings.toApiKey(rotated.predecessor),
        };
      }),
  );
