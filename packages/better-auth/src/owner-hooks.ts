import type { KeyEngine } from "@latchkey/core";
import type { BetterAuthPlugin } from "better-auth";
import { createAuthMiddleware } from "better-auth/api";
import * as z from "zod";
import { engineOf } from "./engine-access.ts";
import { revokeKeysOf } from "./leavers.ts";
import type { EndpointSettings } from "./options.ts";
import { type ApiKeyOwner, isBanned } from "./owners.ts";

/** A user who is changed, banned or deleted through Better Auth: seen by the very next verification. */
export function userHooks(engine: KeyEngine<ApiKeyOwner>, settings: EndpointSettings) {
  const changed = async (user: ({ id: string } & Record<string, unknown>) | null) => {
    if (user === null) return;
    engine.forgetOwner(user.id);
    if (isBanned(user, settings.clock.now())) await gone(user);
  };
  const gone = async ({ id: userId }: { id: string }) => {
    engine.forgetOwner(userId);
    await revokeKeysOf(engine, settings, { userId });
  };
  return { user: { update: { after: changed }, delete: { after: gone } } };
}

type AfterHook = NonNullable<NonNullable<BetterAuthPlugin["hooks"]>["after"]>[number];

const organization = z.object({ id: z.coerce.string() });
const member = z.object({ userId: z.coerce.string(), organizationId: z.coerce.string() });
const removed = z.object({ member });

/** Better Auth has database hooks for users and none for organizations: these watch its endpoints. */
export function organizationHooks(settings: EndpointSettings): AfterHook[] {
  return [
    after("/organization/delete", (engine, returned) => {
      const { data } = organization.safeParse(returned);
      if (data !== undefined) engine.forgetOwner(data.id, "organization");
    }),
    after("/organization/update", (engine, returned) => {
      const { data } = organization.safeParse(returned);
      if (data !== undefined) engine.forgetOwner(data.id, "organization");
    }),
    after("/organization/leave", async (engine, returned) => {
      const { data } = member.safeParse(returned);
      if (data !== undefined) await revokeKeysOf(engine, settings, data);
    }),
    after("/organization/remove-member", async (engine, returned) => {
      const { data } = removed.safeParse(returned);
      if (data !== undefined) await revokeKeysOf(engine, settings, data.member);
    }),
  ];
}

/** What was refused is an error object, in which no schema finds what it looks for. */
function after(
  path: string,
  run: (engine: KeyEngine<ApiKeyOwner>, returned: unknown) => void | Promise<void>,
): AfterHook {
  return {
    matcher: (ctx) => ctx.path === path,
    handler: createAuthMiddleware(async (ctx) => {
      await run(engineOf(ctx.context), ctx.context.returned);
    }),
  };
}
