import { KeyOperationError, MAX_PAGE_SIZE, limitsOf } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import type * as z from "zod";
import { engineOf } from "../engine-access.ts";
import type { EndpointSettings } from "../options.ts";
import { type ApiKeyUsage, toUsage } from "../usage.ts";
import { type Actor, actorOf } from "./actor.ts";
import { authorityOverKey } from "./authority.ts";
import { unchecked } from "./inputs.ts";
import { listableBy } from "./listable.ts";
import { answering, parseInput } from "./refusals.ts";
import { type UsageInput, usageInput } from "./usage-inputs.ts";

/** Of how many keys an owner may have usage be told without naming them. */
const MAX_UNNAMED_KEYS = 1_000;

/**
 * `GET /api-key/usage`, `auth.api.getApiKeyUsage`: how often keys were used: one (`keyId`), several
 * (`keyIds`), or all that the caller may see of an owner. What is no key that it may see is not among them.
 */
export const apiKeyUsage = (settings: EndpointSettings) =>
  createAuthEndpoint(
    "/api-key/usage",
    { method: "GET", query: unchecked<UsageInput | undefined>() },
    (ctx): Promise<ApiKeyUsage> =>
      answering(async () => {
        const actor = await actorOf(ctx, settings.clock);
        const input = parseInput(usageInput, ctx.query ?? {}, "query");
        const { from, to, granularity, timeZone, keyId } = input;
        const period = { from, to, granularity, timeZone };
        const { usage } = engineOf(ctx.context);
        if (keyId === undefined) {
          const keyIds = await idsMeant(ctx, settings, actor, input);
          return toUsage(await usage.read({ keyIds, ...period }), null);
        }
        const { view, configuration } = await keyMeant(ctx, settings, actor, { ...input, keyId });
        const report = await usage.read({ keyIds: [view.id], ...period });
        const limits = limitsOf(view, configuration.policy);
        return toUsage(report, { addresses: await usage.addresses(view.id), limits });
      }),
  );

const BOTH = {
  code: "VALIDATION_ERROR",
  message: "[query.keyIds] must be left out where there is a keyId",
} as const;

async function keyMeant(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  actor: Actor,
  { keyId, keyIds, configId }: z.output<typeof usageInput> & { keyId: string },
) {
  if (keyIds !== undefined) throw new APIError(400, BOTH);
  const asked = { action: "read", id: keyId, configId } as const;
  return authorityOverKey(ctx, settings, actor, asked);
}

async function idsMeant(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  actor: Actor,
  { keyIds, configId, organizationId }: z.output<typeof usageInput>,
): Promise<string[]> {
  const own = await listableBy(ctx, settings, actor, { configId, organizationId });
  return keyIds === undefined ? allIds(ctx, own) : ownIds(ctx, own, keyIds);
}

type Own = Awaited<ReturnType<typeof listableBy>>;

async function allIds(ctx: GenericEndpointContext, own: Own): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const page = { ...own, limit: MAX_PAGE_SIZE, offset: ids.length };
    const { records, total } = await engineOf(ctx.context).list(page);
    ids.push(...records.map(({ id }) => id));
    if (total > MAX_UNNAMED_KEYS) {
      throw new KeyOperationError(
        "TOO_MANY_KEYS",
        `There are ${total} keys, and of ${MAX_UNNAMED_KEYS} at most all can be asked about at once; name those that are meant in keyIds.`,
      );
    }
    if (records.length < MAX_PAGE_SIZE) return ids;
  }
}

async function ownIds(
  ctx: GenericEndpointContext,
  { referenceId, configId = [] }: Own,
  keyIds: readonly string[],
): Promise<string[]> {
  const found = await Promise.all(keyIds.map((id) => engineOf(ctx.context).find(id)));
  const configIds = new Set([configId].flat());
  return found.flatMap((view) =>
    view !== null && view.referenceId === referenceId && configIds.has(view.configId)
      ? [view.id]
      : [],
  );
}
