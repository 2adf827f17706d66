import { APIError, getAuthoritativeSessionFromCtx } from "better-auth/api";
import type { GenericEndpointContext } from "better-auth";
import { type KeyOwner, isBanned } from "../owners.ts";
import { SERVER_ONLY_PROPERTY, USER_BANNED } from "../error-codes.ts";

/**
 * The user on whose behalf an endpoint acts.
 *
 * A request, or anything with a request's headers, acts for the user of its session, which is read
 * from where sessions are kept: neither a cookie's cached copy nor a session made up by another
 * plugin counts. Only a call from the server's own code (no request, no headers) may name the user.
 *
 * @throws {APIError} 401 without a session or for a banned user; 400 where a client names a user.
 */
export async function actorId(
  ctx: GenericEndpointContext,
  clock: { now(): number },
): Promise<string> {
  const named = namedUser(ctx.body);
  if (ctx.request === undefined && ctx.headers === undefined) {
    if (named !== undefined) return named;
    throw unauthorized();
  }
  const session = await getAuthoritativeSessionFromCtx(ctx);
  if (session === null) throw unauthorized();
  const user: KeyOwner | null = await ctx.context.internalAdapter.findUserById(session.user.id);
  if (user === null) throw unauthorized();
  if (isBanned(user, clock.now())) throw APIError.from("UNAUTHORIZED", USER_BANNED);
  if (named !== undefined) throw APIError.from("BAD_REQUEST", SERVER_ONLY_PROPERTY);
  return user.id;
}

function namedUser(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("userId" in body)) return undefined;
  return String(body.userId);
}

function unauthorized(): APIError {
  return APIError.from("UNAUTHORIZED", { code: "UNAUTHORIZED", message: "Unauthorized" });
}
