import type { Context, MiddlewareHandler, Next } from "hono";
import type { CallerOf } from "./caller.ts";
import { Guard, type GuardDecision, type GuardedRequest } from "./guard.ts";
import type { GuardOptions } from "./guard-options.ts";
import type { GuardedInstallation } from "./installed.ts";
import {
  type Fields,
  type NodeRequest,
  type NodeResponse,
  fromNode,
  setFields,
} from "./node-request.ts";
import { fromRequest, problemResponse } from "./request.ts";

/** What handlers behind the guard find with `c.get("caller")`. */
export interface CallerVariables<Options extends GuardOptions> {
  caller: CallerOf<Options>;
}

/**
 * `app.get("/files", requireApiKey(auth, { permissions: ["read:files"] }), (c) => c.get("caller").user …)`.
 *
 * @throws {KeyOperationError} `INVALID_PERMISSIONS`.
 * @throws {RangeError} for limits that are none.
 */
export function requireApiKey<const Options extends GuardOptions = GuardOptions>(
  auth: GuardedInstallation,
  options?: Options,
): MiddlewareHandler<{ Variables: CallerVariables<Options> }> {
  const guard = new Guard(auth, options ?? {});
  const proceed = (
    c: GuardedContext<Options>,
    next: Next,
    decision: GuardDecision,
  ): Promise<Response | void> => {
    if (!decision.ok) return Promise.resolve(problemResponse(decision));
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the guard lets no other callers through
    c.set("caller", decision.caller as CallerOf<Options>);
    const outgoing = outgoingOf(c.env);
    if (outgoing === null) return withFields(c, next, decision.headers);
    // Straight to the socket: to look into what the handler answers would make all of a Response of it.
    setFields(outgoing, decision.headers);
    return next();
  };
  // Not async: where nothing has to be waited for, a promise of its own is what would take longest.
  return (c, next) => {
    const decision = guard.decide(fromContext(c.env, c.req.raw));
    return decision instanceof Promise
      ? decision.then((it) => proceed(c, next, it))
      : proceed(c, next, decision);
  };
}

type GuardedContext<Options extends GuardOptions> = Context<{
  Variables: CallerVariables<Options>;
}>;

async function withFields(c: Context, next: Next, fields: Fields): Promise<void> {
  await next();
  // What a guard further in has said of its route's limits stays.
  if (c.res.headers.has("ratelimit")) return;
  for (const [name, value] of Object.entries(fields)) c.header(name, value);
}

/** On Node the request as it came from the socket is at hand, and need not be made one of the Fetch standard. */
function fromContext(bindings: unknown, request: Request): GuardedRequest {
  if (typeof bindings === "object" && bindings !== null && "incoming" in bindings) {
    const { incoming } = bindings;
    if (isNodeRequest(incoming)) return fromNode(incoming, request);
  }
  return fromRequest(request);
}

/** On Node, the answer as it goes to the socket; `null` elsewhere. */
function outgoingOf(bindings: unknown): NodeResponse | null {
  if (typeof bindings !== "object" || bindings === null || !("outgoing" in bindings)) return null;
  const { outgoing } = bindings;
  return isNodeResponse(outgoing) ? outgoing : null;
}

function isNodeResponse(value: unknown): value is NodeResponse {
  return typeof value === "object" && value !== null && "setHeader" in value;
}

function isNodeRequest(value: unknown): value is NodeRequest {
  return typeof value === "object" && value !== null && "rawHeaders" in value;
}
