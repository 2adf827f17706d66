import { type Context, Hono } from "hono";
import * as z from "zod";

export const aliveAnswer = z.strictObject({ status: z.literal("ok") });
const parts = {
  database: z.enum(["ok", "away"]),
  redis: z.enum(["ok", "away"]).optional().meta({ description: "Absent where there is none." }),
  limits: z.enum(["shared", "per process"]),
};
export const readyAnswer = z.strictObject({ status: z.literal("ready"), ...parts });
export const notReadyAnswer = z.strictObject({
  status: z.enum(["draining", "database unavailable"]),
  ...parts,
});

/** What decides whether requests should be sent here. */
export interface Readiness {
  /** True from the moment on at which the server was told to stop. */
  isDraining(): boolean;
  isDatabaseAnswering(): Promise<boolean>;
  /** `null`: there is none. Without it limits are counted by each server, and requests may still be sent. */
  isRedisReady(): boolean | null;
}

/**
 * `/healthz`: the process is up. `/readyz`: it can do its work now, else 503 with the reason. For
 * orchestrators: the first decides whether to restart, the second whether to send requests.
 */
export function healthRoutes(readiness: Readiness): Hono {
  const routes = new Hono();
  routes.get("/healthz", (c) => tell(c, 200, { status: "ok" }));
  routes.get("/readyz", async (c) => {
    const isAnswering = await readiness.isDatabaseAnswering();
    const isReady = readiness.isRedisReady();
    const found = {
      database: isAnswering ? ("ok" as const) : ("away" as const),
      ...(isReady !== null && { redis: isReady ? ("ok" as const) : ("away" as const) }),
      limits: isReady === true ? ("shared" as const) : ("per process" as const),
    };
    if (readiness.isDraining()) return tell(c, 503, { status: "draining", ...found });
    if (!isAnswering) return tell(c, 503, { status: "database unavailable", ...found });
    return tell(c, 200, { status: "ready", ...found });
  });
  return routes;
}

function tell(
  c: Context,
  code: 200 | 503,
  answer: z.infer<typeof aliveAnswer | typeof readyAnswer | typeof notReadyAnswer>,
): Response {
  return c.json(answer, code, { "cache-control": "no-store" });
}
