import type { CallerOf } from "./caller.ts";
import type { GuardOptions } from "./guard-options.ts";
import type { GuardedInstallation } from "./installed.ts";
import { problemResponse, requireApiKey } from "./request.ts";

/** A route handler that is told who calls, as a third argument. */
export type GuardedHandler<Req extends Request, Context, Options extends GuardOptions> = (
  request: Req,
  context: Context,
  caller: CallerOf<Options>,
) => Response | Promise<Response>;

/**
 * `export const GET = withApiKey(auth, { permissions: ["read:files"] }, (request, context, caller) => …)`:
 * a route handler of Next.js (App Router) that keys alone open.
 *
 * @throws {KeyOperationError} `INVALID_PERMISSIONS`.
 * @throws {RangeError} for limits that are none.
 */
export function withApiKey<
  const Options extends GuardOptions,
  Req extends Request = Request,
  Context = unknown,
>(
  auth: GuardedInstallation,
  options: Options,
  handler: GuardedHandler<Req, Context, Options>,
): (request: Req, context: Context) => Promise<Response> {
  const guard = requireApiKey(auth, options);
  return async (request, context) => {
    const decision = await guard(request);
    if (!decision.ok) return problemResponse(decision);
    const response = await handler(request, context, decision.caller);
    return withHeaders(response, decision.headers);
  };
}

/** A response with headers more. That of a `fetch` cannot be changed: then a copy with the same body. */
function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  // What a guard further in has said of its route's limits stays.
  if (response.headers.has("ratelimit")) return response;
  try {
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  } catch {
    return withHeaders(new Response(response.body, response), headers);
  }
}
