import {
  type RefusedKey,
  type VerifyRequest,
  OUTCOME_CODES,
  problemForRefusal,
} from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { APIError, createAuthMiddleware, isAPIError } from "better-auth/api";
import { parseSessionOutput, parseUserOutput } from "better-auth/db";
import { clientAddress } from "../client-address.ts";
import type { Configuration } from "../configuration.ts";
import { engineOf } from "../engine-access.ts";
import { API_KEY_SESSION_FORBIDDEN, CONFLICTING_API_KEYS } from "../error-codes.ts";
import { isPaid } from "../guard/known-requests.ts";
import type { EndpointSettings } from "../options.ts";
import { verifyThrough } from "../verification.ts";
import { type ParentKey, keySessionSlot, parentKeyOf, sessionFromKey } from "./key-session.ts";
import { type Presentation, presentedKey } from "./presented-key.ts";
import { SESSION_PATH, neededFor, opens } from "./session-paths.ts";

/** What came of a key that was presented. */
type Examined =
  | { readonly kind: "accepted"; readonly parent: ParentKey; readonly configuration: Configuration }
  | { readonly kind: "refused"; readonly error: APIError };

/**
 * Sessions from keys, for the configurations that have them switched on.
 *
 * A session is only ever set on a route that the key opens, so that no other route can come to trust it.
 * There the request is as one without a session; and where that is answered with 401, the answer says
 * what of the key it was.
 */
export function keySessionHooks(settings: EndpointSettings) {
  const enabled = [...settings.configurations.values()].filter(
    // An organization signs in nowhere: there is nobody whose session it could be.
    ({ options, policy }) =>
      (options.enableSessionForAPIKeys ?? false) !== false && policy.references !== "organization",
  );
  if (enabled.length === 0) return {};
  return {
    before: [
      {
        matcher: everywhere,
        handler: createAuthMiddleware((ctx) => before(ctx, settings, enabled)),
      },
    ],
    after: [
      {
        matcher: everywhere,
        handler: createAuthMiddleware((ctx) => after(ctx, settings, enabled)),
      },
    ],
  };
}

/** Calls of the server's own code to endpoints without an address have no path, and are asked for no session. */
const everywhere = ({ path }: { path?: string }) => path !== undefined;

async function before(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  enabled: readonly Configuration[],
): Promise<object | undefined> {
  const { path } = ctx;
  if (enabled.every((each) => neededFor(path, each) === null)) return undefined;
  const presented = presentedKey(ctx, enabled);
  if (presented.kind === "none") return undefined;
  const examined = await examine(ctx, settings, presented);
  if (examined.kind === "refused") {
    if (path === SESSION_PATH) throw examined.error;
    return { context: { context: refusalSlot(examined.error) } };
  }
  const { parent, configuration } = examined;
  if (!opens(parent.permissions, path, configuration)) {
    return { context: { context: refusalSlot(notOpened()) } };
  }
  return path === SESSION_PATH
    ? answerSession(ctx, parent)
    : { context: { context: keySessionSlot(parent) } };
}

/** Keeps the answer of a route from undoing what a session of a key must not do, and says why it was refused. */
async function after(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  enabled: readonly Configuration[],
): Promise<unknown> {
  // What after-hooks get of Better Auth, and types of endpoints know nothing of.
  const returned: unknown = Reflect.get(ctx.context, "returned");
  if (parentKeyOf(ctx) !== null) {
    const headers: unknown = Reflect.get(ctx.context, "responseHeaders");
    if (headers instanceof Headers) headers.delete("set-cookie");
    return Array.isArray(returned) && ctx.path === "/list-sessions"
      ? returned.map(withoutToken)
      : undefined;
  }
  if (!isUnauthorized(returned)) return undefined;
  const known = refusalOf(ctx);
  if (known !== null) throw withOwnStatus(known);
  const presented = presentedKey(ctx, enabled);
  if (presented.kind === "none") return undefined;
  const examined = await examine(ctx, settings, presented);
  throw withOwnStatus(examined.kind === "refused" ? examined.error : notOpened());
}

async function examine(
  ctx: GenericEndpointContext,
  settings: EndpointSettings,
  presented: Exclude<Presentation, { kind: "none" }>,
): Promise<Examined> {
  if (presented.kind === "conflicting") {
    return { kind: "refused", error: new APIError(400, CONFLICTING_API_KEYS) };
  }
  const { key, configurations } = presented;
  const address = ctx.headers === undefined ? null : clientAddress(ctx.headers, ctx.context);
  const [only, another] = configurations;
  const request: VerifyRequest = {
    address,
    ...(another === undefined && only !== undefined && { configId: only.id }),
    ...((await isPaidFor(ctx, key)) && PAID),
  };
  const verification = await verifyThrough(ctx, settings, key, request);
  if (!verification.valid) return { kind: "refused", error: refusal(verification) };
  const configuration = configurations.find(({ id }) => id === verification.record.configId);
  const { owner } = verification;
  if (configuration === undefined || owner.kind !== "user") {
    return { kind: "refused", error: refusal(INVALID) };
  }
  const now = settings.clock.now();
  const parent = sessionFromKey({ ...verification, owner: owner.user }, { now, address, ctx });
  return { kind: "accepted", parent, configuration };
}

/** The key is judged all the same, as it is now: a session may be asked for long after the guard. */
const PAID = { cost: 0, isRepeated: true } as const;

/**
 * Whether a guard of the same request has taken what it costs, and counted it. Of calls with headers
 * alone that cannot be told: Better Auth copies them, and nothing else says which request they are of.
 */
function isPaidFor({ request, context }: GenericEndpointContext, key: string): Promise<boolean> {
  return request === undefined ? Promise.resolve(false) : isPaid(request, engineOf(context), key);
}

const INVALID: RefusedKey = {
  valid: false,
  outcome: "API_KEY_INVALID",
  message: OUTCOME_CODES.API_KEY_INVALID.message,
};

/** `GET /get-session`, for a key: what it would answer for somebody who signed in. */
function answerSession(ctx: GenericEndpointContext, { user, session }: ParentKey): object {
  const { options } = ctx.context;
  ctx.setHeader("cache-control", "no-store");
  const { apiKey } = session;
  return {
    session: { ...parseSessionOutput(options, session), apiKey },
    user: parseUserOutput(options, user),
  };
}

function refusal(refused: RefusedKey): APIError {
  const { outcome: code, message } = refused;
  const { "content-type": _type, ...headers } = problemForRefusal(refused).headers;
  return new APIError(OUTCOME_CODES[code].status, { code, message }, headers);
}

function notOpened(): APIError {
  return new APIError(403, API_KEY_SESSION_FORBIDDEN);
}

/**
 * Over HTTP Better Auth gives the error of an after-hook the status of the answer that it takes the place
 * of, unless it has the mark of a JSON answer with a status of its own. Without it the answer would be
 * 401 with the code of a 403.
 */
function withOwnStatus(error: APIError): APIError {
  return Object.defineProperty(error, "_flag", { value: "json" });
}

/** A session is asked for that there is not; other refusals of the same status have codes of their own. */
function isUnauthorized(returned: unknown): boolean {
  if (!isAPIError(returned) || returned.statusCode !== 401) return false;
  const { body = {} } = returned;
  return body.code === "UNAUTHORIZED" || Object.keys(body).length === 0;
}

function withoutToken(session: unknown): unknown {
  if (typeof session !== "object" || session === null) return session;
  return Object.fromEntries(Object.entries(session).filter(([name]) => name !== "token"));
}

const REFUSAL_SLOT = "apiKeyRefusal";

function refusalSlot(error: APIError): Record<string, unknown> {
  return { [REFUSAL_SLOT]: [error] };
}

function refusalOf({ context }: GenericEndpointContext): APIError | null {
  const slot: unknown = Reflect.get(context, REFUSAL_SLOT);
  const error: unknown = Array.isArray(slot) ? slot[0] : null;
  return error instanceof APIError ? error : null;
}
