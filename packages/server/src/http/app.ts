import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Logger } from "../log/logger.ts";
import { type SocketBindings, withClientAddress } from "./client-address.ts";
import { type Readiness, healthRoutes } from "./health.ts";
import type { PageFiles } from "./page-files.ts";
import { pageRoutes } from "./page.ts";
import { plainProblem } from "./problem-response.ts";
import { requestLog } from "./request-log.ts";
import { apiHeaders, pageHeaders } from "./security-headers.ts";

/** Bytes. The largest request there is a use for creates a key with 16 KB of metadata. */
const MAX_BODY = 64 * 1024;

/** What the HTTP layer is put in front of. */
export interface AppParts {
  readonly authHandler: (request: Request) => Promise<Response>;
  readonly whoami: (request: Request) => Promise<Response>;
  readonly verifyKeys: (request: Request) => Promise<Response>;
  readonly metrics: (request: Request, bindings: SocketBindings) => Promise<Response>;
  /** The document about all this, as JSON. */
  readonly openApi: string;
  readonly readiness: Readiness;
  readonly page: PageFiles;
  readonly behindProxy: boolean;
  readonly log: Logger;
}

export type App = Hono<{ Bindings: SocketBindings }>;

/** All routes of the server, without a socket. */
export function createApp(parts: AppParts): App {
  const app: App = new Hono();
  app.use(requestLog(parts.log));
  app.use(async (c, next) => {
    await next();
    // A connection that stays open would keep the server from stopping.
    if (parts.readiness.isDraining()) c.header("connection", "close");
  });
  app.onError((error) => {
    parts.log.error({ err: error }, "unexpected error");
    return plainProblem(500, "Internal Server Error", "Something went wrong here; it was logged.");
  });

  app.use("/api/*", apiHeaders, bodyLimit({ maxSize: MAX_BODY, onError: tooLarge }));
  app.all("/api/auth/*", (c) =>
    parts.authHandler(withClientAddress(c.req.raw, c.env, parts.behindProxy)),
  );
  app.get("/api/whoami", (c) =>
    parts.whoami(withClientAddress(c.req.raw, c.env, parts.behindProxy)),
  );
  app.post("/api/keys/verify", (c) =>
    parts.verifyKeys(withClientAddress(c.req.raw, c.env, parts.behindProxy)),
  );
  app.get("/api/openapi.json", () => jsonText(parts.openApi));
  app.all("/api/*", () => plainProblem(404, "Not Found", "The API has nothing at this path."));

  app.get("/metrics", apiHeaders, (c) => parts.metrics(c.req.raw, c.env));

  app.use(pageHeaders);
  app.route("/", healthRoutes(parts.readiness));
  app.route("/", pageRoutes(parts.page));
  app.notFound(() => plainProblem(404, "Not Found", "There is nothing at this path."));
  return app;
}

function jsonText(body: string): Response {
  return new Response(body, { headers: { "content-type": "application/json" } });
}

function tooLarge(): Response {
  return plainProblem(413, "Content Too Large", `A request may hold ${MAX_BODY} bytes at most.`);
}
