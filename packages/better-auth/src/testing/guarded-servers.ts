import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { requireApiKey as expressGuard } from "../express.ts";
import { requireApiKey as fastifyGuard } from "../fastify.ts";
import { type Caller, type GuardOptions, problemResponse, requireApiKey } from "../guard.ts";
import { requireApiKey as honoGuard } from "../hono.ts";
import { withApiKey } from "../next.ts";
import type { Installation } from "./installation.ts";

/** What each route asks of keys. Every framework has all of them. */
const ROUTES = {
  "/any": {},
  "/files": { permissions: ["read:files"] },
  "/exports": { limit: { name: "exports", max: 2, window: 3_600_000 } },
  "/dear": { cost: 40 },
  "/twice": {},
} as const satisfies Record<string, GuardOptions>;

type Auth = Installation["auth"];
export interface StartedServer {
  readonly url: string;
  readonly close: () => Promise<unknown>;
}

/** The page of this origin may call all of them: as applications are told to, that comes before the guards. */
export const PAGE = "https://page.example";

/** A real server of each framework, on a socket. `POST /echo` answers with what it is sent, as it comes. */
export const FRAMEWORKS: Record<string, (auth: Auth) => Promise<StartedServer>> = {
  async Hono(auth) {
    const app = new Hono();
    app.use(cors({ origin: PAGE }));
    app.post("/echo", honoGuard(auth), (c) => new Response(c.req.raw.body));
    for (const [path, options] of Object.entries<GuardOptions>(ROUTES)) {
      const again = path === "/twice" ? honoGuard(auth, options) : honoGuard(auth, { cost: 0 });
      app.get(path, honoGuard(auth, options), again, (c) => c.json(shown(c.get("caller"))));
    }
    return serving(app);
  },
  async Express(auth) {
    const app = express();
    app.use((request, response, next) => {
      if (!allowsPage(request, response)) next();
    });
    app.post("/echo", expressGuard(auth), (request, response) => {
      request.pipe(response);
    });
    for (const [path, options] of Object.entries<GuardOptions>(ROUTES)) {
      const guard = expressGuard(auth, options);
      const again = expressGuard(auth, options);
      const others = path === "/twice" ? [again] : [];
      app.get(path, guard, ...others, (request, response) => {
        response.json(shown(guard.callerOf(request)));
      });
    }
    return listening(createServer(app));
  },
  async Fastify(auth) {
    const app = fastify();
    app.options("*", async () => "");
    app.addHook("onRequest", (request, reply, done) => {
      if (allowsPage(request.raw, reply.raw)) reply.hijack();
      else done();
    });
    app.addContentTypeParser("*", (_request, payload, done) => {
      done(null, payload);
    });
    app.post("/echo", { onRequest: fastifyGuard(auth) }, (request, reply) =>
      reply.send(request.body),
    );
    for (const [path, options] of Object.entries<GuardOptions>(ROUTES)) {
      const guard = fastifyGuard(auth, options);
      const others = path === "/twice" ? [fastifyGuard(auth, options)] : [];
      app.get(path, { onRequest: [guard, ...others] }, (request) => shown(guard.callerOf(request)));
    }
    return { url: await app.listen({ port: 0, host: "127.0.0.1" }), close: () => app.close() };
  },
  // Next.js calls a route handler with a Request and its context: so does this server.
  async "Next.js route handlers"(auth) {
    const app = new Hono();
    app.use(cors({ origin: PAGE }));
    const echo = withApiKey(auth, {}, (request: Request) => new Response(request.body));
    app.post("/echo", (c) => echo(c.req.raw, {}));
    for (const [path, options] of Object.entries<GuardOptions>(ROUTES)) {
      const inner = withApiKey(auth, options, (_request: Request, _context: object, caller) =>
        Response.json(shown(caller)),
      );
      const handler =
        path === "/twice"
          ? withApiKey(auth, options, (request, context: object) => inner(request, context))
          : inner;
      app.get(path, (c) => handler(c.req.raw, {}));
    }
    return serving(app);
  },
  async "plain Request"(auth) {
    const guards = new Map(
      Object.entries<GuardOptions>(ROUTES).map(([path, options]) => [
        path,
        requireApiKey(auth, options),
      ]),
    );
    const app = new Hono();
    app.use(cors({ origin: PAGE }));
    const any = requireApiKey(auth);
    app.post("/echo", async (c) => {
      const decision = await any(c.req.raw);
      if (!decision.ok) return problemResponse(decision);
      return new Response(c.req.raw.body, { headers: decision.headers });
    });
    app.get("*", async (c) => {
      const guard = guards.get(new URL(c.req.url).pathname);
      if (guard === undefined) return c.notFound();
      if (c.req.path === "/twice") await guard(c.req.raw);
      const decision = await guard(c.req.raw);
      if (!decision.ok) return problemResponse(decision);
      return Response.json(shown(decision.caller), { headers: decision.headers });
    });
    return serving(app);
  },
};

/** What middleware for CORS does, as far as it matters here. Answers whether that was all: a preflight. */
function allowsPage(request: IncomingMessage, response: ServerResponse): boolean {
  response.setHeader("access-control-allow-origin", PAGE);
  if (request.method !== "OPTIONS") return false;
  response.setHeader("access-control-allow-methods", "GET,POST");
  response.setHeader("access-control-allow-headers", "x-api-key");
  response.writeHead(204).end();
  return true;
}

function shown({ user, apiKey }: Caller) {
  return { user: user?.name, key: apiKey.name };
}

function listening(server: ReturnType<typeof createServer>): Promise<StartedServer> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      // eslint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
      const { port } = server.address() as AddressInfo;
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () => new Promise((closed) => server.close(closed)),
      });
    });
  });
}

function serving(app: Hono): Promise<StartedServer> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => {
      resolve({ url: `http://127.0.0.1:${port}`, close: async () => server.close() });
    });
  });
}
