import type { IncomingMessage, ServerResponse } from "node:http";
import { type CallerOf, Callers } from "./caller.ts";
import { Guard, type GuardDecision } from "./guard.ts";
import type { GuardOptions } from "./guard-options.ts";
import type { GuardedInstallation } from "./installed.ts";
import { type NodeRequest, answer, fromNode, setFields } from "./node-request.ts";

/** Middleware as Express and Connect have it. */
export type ExpressGuard<Options extends GuardOptions> = ((
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => Promise<void>) & {
  /** Who calls; for requests that have passed this guard. Throws for others. */
  callerOf(request: NodeRequest): CallerOf<Options>;
};

/**
 * `const guard = requireApiKey(auth, { permissions: ["read:files"] })`, then
 * `app.get("/files", guard, (req, res) => { guard.callerOf(req).user … })`.
 *
 * @throws {KeyOperationError} `INVALID_PERMISSIONS`.
 * @throws {RangeError} for limits that are none.
 */
export function requireApiKey<const Options extends GuardOptions = GuardOptions>(
  auth: GuardedInstallation,
  options?: Options,
): ExpressGuard<Options> {
  const guard = new Guard(auth, options ?? {});
  const callers = new Callers<Options>();
  function conclude(
    request: IncomingMessage,
    response: ServerResponse,
    decision: GuardDecision,
  ): boolean {
    if (!decision.ok) {
      answer(response, decision);
      return false;
    }
    setFields(response, decision.headers);
    callers.set(request, decision.caller);
    return true;
  }
  const middleware = async (
    ...[request, response, next]: Parameters<ExpressGuard<Options>>
  ): Promise<void> => {
    let isPassed: boolean;
    try {
      const decision = guard.decide(fromNode(request));
      isPassed = conclude(
        request,
        response,
        decision instanceof Promise ? await decision : decision,
      );
    } catch (error) {
      next(error);
      return;
    }
    if (isPassed) next();
  };
  return Object.assign(middleware, { callerOf: (request: NodeRequest) => callers.of(request) });
}
