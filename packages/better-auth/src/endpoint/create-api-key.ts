import { createAuthEndpoint } from "better-auth/api";
import type { CreatedApiKey } from "../api-key.ts";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { withinParent } from "../session/child-key.ts";
import { actorOf } from "./actor.ts";
import { defaultPermissions, grantableBy } from "./admission.ts";
import { type Authority, authorityOverKeys } from "./authority.ts";
import { byOf } from "./by.ts";
import { type CreateInput, createInput, unchecked } from "./inputs.ts";
import { issueUnder } from "./issue-under.ts";
import { notingDenial } from "./noting-denial.ts";
import { assertPrefixChoice } from "./prefix-choice.ts";
import { usageRules } from "./server-only.ts";
import { answering, parseInput } from "./refusals.ts";

/** `POST /api-key/create`, `auth.api.createApiKey`: the one answer that holds a key. */
export const createApiKey = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/create",
    { method: "POST", body: unchecked<CreateInput>(), metadata: { noStore: true } },
    (ctx): Promise<CreatedApiKey> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const input = parseInput(createInput, ctx.body, "body");
        const { userId: _userId, configId, organizationId, prefix, ...wish } = input;
        const authority = await authorityOverKeys(ctx, settings, actor, {
          action: "create",
          configId,
          organizationId,
        });
        const { configuration, tenant } = authority;
        const { key, record } = await notingDenial(ctx, authority, async () => {
          assertPrefixChoice(authority, prefix);
          const asked = {
            ...wish,
            ...usageRules(actor, wish),
            ...tenant,
            createdById: creatorOf(authority),
            prefix,
            grantable: await grantableBy(authority),
            defaultPermissions: await defaultPermissions(ctx, configuration, tenant.referenceId),
            by: byOf(ctx, actor),
          };
          const within = withinParent(asked, authority, settings.clock.now());
          const issue = { ...within, prefix: within.prefix ?? configuration.defaultPrefix };
          return issueUnder(ctx, authority, "create", () => engineOf(ctx.context).create(issue));
        });
        return { ...settings.toApiKey(record), key };
      }),
  );

/** A user for whom the server makes an organization's key is its creator; of their own key nobody but the server is. */
function creatorOf({ actor, organizationId }: Authority): string | null {
  return actor.kind === "user" || organizationId !== null ? actor.userId : null;
}
