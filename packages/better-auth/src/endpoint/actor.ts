import { APIError, getAuthoritativeSessionFromCtx } from "better-auth/api";
import type { GenericEndpointContext, Session } from "better-auth";
import { type KeyOwner, isBanned } from "../owners.ts";
import { type ParentKey, parentKeyOf } from "../session/key-session.ts";
import { SERVER_ONLY_PROPERTY, USER_BANNED } from "../error-codes.ts";

/** On whose behalf an endpoint acts: the user of a session, or the server's own code for a user that it names. */
export type Actor =
  | {
      readonly kind: "user";
      readonly userId: string;
      readonly user: KeyOwner;
      readonly session: Session & Record<string, unknown>;
      /** The key that the session was made from, where it was. */
      readonly parent?: ParentKey;
    }
  | { readonly kind: "server"; readonly userId: string };

/**
 * Who acts.
 *
 * A request, or anything with a request's headers, acts for the user of its session, which is read
 * from where sessions are kept: neither a cookie's cached copy nor a session made up by another
 * plugin counts, but for one that this plugin has made from a key that may manage keys. Only a call from the server's own code (no request, no headers) may name the user.
 *
 * @throws {APIError} 401 without a session or for a banned user; 400 where a client names a user.
 * @throws what the store throws, where sessions cannot be looked for.
 */
export async function actorOf(
  ctx: GenericEndpointContext,
  clock: { now(): number },
): Promise<Actor> {
  const named = namedUser(ctx.body) ?? namedUser(ctx.query);
  if (ctx.request === undefined && ctx.headers === undefined) {
    if (named !== undefined) return { kind: "server", userId: named };
    throw unauthorized();
  }
  // Before the store is asked, which makes Better Auth forget any other session.
  const parent = parentKeyOf(ctx);
  const session = parent ?? (await sessionOf(ctx));
  if (session === null) throw unauthorized();
  const user: KeyOwner | null = await ctx.context.internalAdapter.findUserById(session.user.id);
  if (user === null) throw unauthorized();
  if (isBanned(user, clock.now())) throw APIError.from("UNAUTHORIZED", USER_BANNED);
  if (named !== undefined) throw APIError.from("BAD_REQUEST", SERVER_ONLY_PROPERTY);
  const actor = { kind: "user", userId: user.id, user, session: session.session } as const;
  return parent === null ? actor : { ...actor, parent };
}

/** Better Auth says that there is none where it could not look, too: then a second look fails as well, or finds it. */
async function sessionOf(ctx: GenericEndpointContext) {
  const session = await getAuthoritativeSessionFromCtx(ctx);
  if (session !== null) return session;
  const { authCookies, secret, internalAdapter } = ctx.context;
  const token = await ctx.getSignedCookie(authCookies.sessionToken.name, secret);
  if (typeof token !== "string") return null;
  const found = await internalAdapter.findSession(token);
  return found === null ? null : getAuthoritativeSessionFromCtx(ctx);
}

function namedUser(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null || !("userId" in input)) return undefined;
  return String(input.userId);
}

function unauthorized(): APIError {
  return APIError.from("UNAUTHORIZED", { code: "UNAUTHORIZED", message: "Unauthorized" });
}
