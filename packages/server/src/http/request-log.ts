import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Logger } from "../log/logger.ts";
import { loggablePath } from "./loggable-path.ts";

/**
 * One line for each request, when it is answered: what was asked, how it ended, how long it took in
 * milliseconds. Neither headers, nor bodies, nor query strings. The request's id is in the answer
 * too (`x-request-id`), always ours: one that a client sends would let it write in the log. What asks
 * for metrics every few seconds is told of only where it gets none.
 */
export function requestLog(log: Logger): MiddlewareHandler {
  return async (c, next) => {
    const requestId = randomUUID();
    const started = performance.now();
    await next();
    c.header("x-request-id", requestId);
    if (c.req.path === "/metrics" && c.res.ok) return;
    const line = {
      requestId,
      method: c.req.method,
      path: loggablePath(c.req.path, matchedRoutes(c).at(-1)?.path ?? "*"),
      status: c.res.status,
      durationMs: Math.round((performance.now() - started) * 10) / 10,
    };
    if (c.res.status >= 500) log.error(line, "request");
    else log.info(line, "request");
  };
}
