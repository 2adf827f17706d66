import { type Context, Hono } from "hono";
import * as z from "zod";

export const aliveAnswer = z.strictObject({ status: z.literal("ok") });
export const readyAnswer = z.strictObject({ status: z.literal("ready") });
export const notReadyAnswer = z.strictObject({
  status: z.enum(["draining", "database unavailable"]),
});

type HealthAnswer = z.infer<typeof aliveAnswer | typeof readyAnswer | typeof notReadyAnswer>;

/** What decides whether requests should be sent here. */
export interface Readiness {
  /** True from the moment on at which the server was told to stop. */
  isDraining(): boolean;
  isDatabaseAnswering(): boolean;
}

/**
 * `/healthz`: the process is up. `/readyz`: it can do its work now, else 503 with the reason. For
 * orchestrators: the first decides whether to restart, the second whether to send requests.
 */
export function healthRoutes(readiness: Readiness): Hono {
  const routes = new Hono();
  routes.get("/healthz", (c) => tell(c, 200, "ok"));
  routes.get("/readyz", (c) => {
    if (readiness.isDraining()) return tell(c, 503, "draining");
    if (!readiness.isDatabaseAnswering()) return tell(c, 503, "database unavailable");
    return tell(c, 200, "ready");
  });
  return routes;
}

function tell(c: Context, code: 200 | 503, status: HealthAnswer["status"]): Response {
  return c.json({ status }, code, { "cache-control": "no-store" });
}
