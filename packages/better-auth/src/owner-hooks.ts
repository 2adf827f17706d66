import type { KeyEngine, Webhooks } from "@latchkey/core";
import type { BetterAuthPlugin } from "better-auth";
import { createAuthMiddleware } from "better-auth/api";
import * as z from "zod";
import { engineOf } from "./engine-access.ts";
import { revokeKeysOf } from "./leavers.ts";
import type { EndpointSettings } from "./options.ts";
import { removeLeaverWebhooks, removeWebhooksOf } from "./webhook/owner-webhooks.ts";
import { webhooksOf } from "./webhook/webhooks-access.ts";
import { type ApiKeyOwner, isBanned } from "./owners.ts";

/** A user who is changed, banned or deleted through Better Auth: seen by the very next verification. */
export function userHooks(
  engine: KeyEngine<ApiKeyOwner>,
  settings: EndpointSettings,
  webhooks: Webhooks,
) {
  const changed = async (user: ({ id: string } & Record<string, unknown>) | null) => {
    if (user === null) return;
    await engine.forgetOwner(user.id);
    if (isBanned(user, settings.clock.now())) await gone(user);
  };
  const gone = async ({ id: userId }: { id: string }) => {
    await engine.forgetOwner(userId);
    await revokeKeysOf(engine, settings, { userId });
  };
  const deleted = async (user: { id: string }) => {
    await gone(user);
    await removeWebhooksOf(webhooks, settings, "user", user.id);
  };
  return { user: { update: { after: changed }, delete: { after: deleted } } };
}

type AfterHook = NonNullable<NonNullable<BetterAuthPlugin["hooks"]>["after"]>[number];

const organization = z.object({ id: z.coerce.string() });
const member = z.object({ userId: z.coerce.string(), organizationId: z.coerce.string() });
const removed = z.object({ member });

/** Better Auth has database hooks for users and none for organizations: these watch its endpoints. */
export function organizationHooks(settings: EndpointSettings): AfterHook[] {
  return [
    after("/organization/delete", async ({ engine, webhooks }, returned) => {
      const { data } = organization.safeParse(returned);
      if (data === undefined) return;
      await engine.forgetOwner(data.id, "organization");
      await removeWebhooksOf(webhooks, settings, "organization", data.id);
    }),
    after("/organization/update", async ({ engine }, returned) => {
      const { data } = organization.safeParse(returned);
      if (data !== undefined) await engine.forgetOwner(data.id, "organization");
    }),
    after("/organization/leave", async (parts, returned) => {
      const { data } = member.safeParse(returned);
      if (data !== undefined) await left(parts, data);
    }),
    after("/organization/remove-member", async (parts, returned) => {
      const { data } = removed.safeParse(returned);
      if (data !== undefined) await left(parts, data.member);
    }),
  ];

  async function left({ engine, webhooks }: Parts, leaver: z.output<typeof member>) {
    await revokeKeysOf(engine, settings, leaver);
    await removeLeaverWebhooks(webhooks, settings, leaver);
  }
}

interface Parts {
  readonly engine: KeyEngine<ApiKeyOwner>;
  readonly webhooks: Webhooks;
}

/** What was refused is an error object, in which no schema finds what it looks for. */
function after(
  path: string,
  run: (parts: Parts, returned: unknown) => void | Promise<void>,
): AfterHook {
  return {
    matcher: (ctx) => ctx.path === path,
    handler: createAuthMiddleware(async (ctx) => {
      const parts = { engine: engineOf(ctx.context), webhooks: webhooksOf(ctx.context) };
      await run(parts, ctx.context.returned);
    }),
  };
}
