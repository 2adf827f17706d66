import type { CallerOf } from "./caller.ts";
import { Guard, type GuardDecision, type GuardedRequest } from "./guard.ts";
import type { GuardOptions } from "./guard-options.ts";
import type { GuardedInstallation } from "./installed.ts";

/** A request of the Fetch standard. */
export function fromRequest(request: Request): GuardedRequest {
  const { headers, url } = request;
  return { identity: request, url, headers, allHeaders: () => headers };
}

/** A guard for requests of the Fetch standard, wherever they come from. */
export interface RequestGuard<Options extends GuardOptions> {
  (request: Request): Promise<GuardDecision<CallerOf<Options>>>;
}

/**
 * `const guard = requireApiKey(auth, { permissions: ["read:files"] })`, then, for each request,
 * `const decision = await guard(request)`: who calls, or the problem to answer with (`problemResponse`).
 *
 * @throws {KeyOperationError} `INVALID_PERMISSIONS`.
 * @throws {RangeError} for limits that are none.
 */
export function requireApiKey<const Options extends GuardOptions = GuardOptions>(
  auth: GuardedInstallation,
  options?: Options,
): RequestGuard<Options> {
  const guard = new Guard(auth, options ?? {});
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the guard lets no other callers through
  return (async (request: Request) => guard.decide(fromRequest(request))) as RequestGuard<Options>;
}

/** The answer to a request that a guard has refused. */
export function problemResponse(problem: {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}): Response {
  const { status, headers, body } = problem;
  return new Response(JSON.stringify(body), { status, headers });
}
