import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { expectTypeOf, test } from "vitest";
import { requireApiKey as expressGuard } from "../express.ts";
import { requireApiKey as fastifyGuard } from "../fastify.ts";
import {
  type Caller,
  type GuardDecision,
  type OrganizationCaller,
  type UserCaller,
  requireApiKey,
} from "../guard.ts";
import { requireApiKey as honoGuard } from "../hono.ts";
import { withApiKey } from "../next.ts";
import type { installation } from "../testing/installation.ts";
import type { GuardedInstallation } from "./installed.ts";

// Held by the compiler: that guards fit where each framework wants them, and that handlers know by the
// options who can call.

const ORGANIZATION = { references: "organization" } as const;
const ANY = { references: "any" } as const;
const REQUEST = { rawHeaders: [], url: "/" };

/** Nothing runs: guards need an installation, their types do not. */
function compiles(code: (auth: GuardedInstallation) => void): void {
  expectTypeOf(code).toBeFunction();
}

test("any installation of Better Auth with the plugin can be guarded with", () => {
  expectTypeOf<Awaited<ReturnType<typeof installation>>["auth"]>().toExtend<GuardedInstallation>();
});

test("plain: a decision holds who called, or the problem", () => {
  compiles((auth) => {
    const guard = requireApiKey(auth, { permissions: ["read:files"], cost: 2 });
    expectTypeOf(guard).parameters.toEqualTypeOf<[Request]>();
    expectTypeOf(guard).returns.resolves.toEqualTypeOf<GuardDecision<UserCaller>>();
    expectTypeOf(requireApiKey(auth)).returns.resolves.toEqualTypeOf<GuardDecision<UserCaller>>();
    const others = requireApiKey(auth, ORGANIZATION);
    expectTypeOf(others).returns.resolves.toEqualTypeOf<GuardDecision<OrganizationCaller>>();
    expectTypeOf(requireApiKey(auth, ANY)).returns.resolves.toEqualTypeOf<GuardDecision>();
    // @ts-expect-error -- there are no such owners
    requireApiKey(auth, { references: "robot" });
    // @ts-expect-error -- a limit has a window
    requireApiKey(auth, { limit: { name: "exports", max: 2 } });
  });
});

test("Hono: `caller` is a variable of the handlers behind the guard, and of no others", () => {
  compiles((auth) => {
    const app = new Hono();
    app.get("/user", honoGuard(auth), (c) => {
      expectTypeOf(c.get("caller")).toEqualTypeOf<UserCaller>();
      expectTypeOf(c.var.caller.user.email).toBeString();
      return c.body(null);
    });
    app.get("/organization", honoGuard(auth, ORGANIZATION), (c) => {
      expectTypeOf(c.get("caller")).toEqualTypeOf<OrganizationCaller>();
      return c.body(null);
    });
    app.get("/any", honoGuard(auth, ANY), (c) => {
      expectTypeOf(c.get("caller")).toEqualTypeOf<Caller>();
      return c.body(null);
    });
    app.get("/open", (c) => {
      expectTypeOf(c.get).parameter(0).not.toEqualTypeOf<"caller">();
      return c.body(null);
    });
    app.use("/all/*", honoGuard(auth));
  });
});

test("Express: middleware of a route, of a router and of the application", () => {
  compiles((auth) => {
    const guard = expressGuard(auth, ORGANIZATION);
    const app = express();
    app.use(guard);
    express.Router().use("/files", guard);
    app.get("/files/:id", guard, (request, response) => {
      expectTypeOf(request.params.id).toBeString();
      expectTypeOf(guard.callerOf(request)).toEqualTypeOf<OrganizationCaller>();
      response.end();
    });
    expectTypeOf(expressGuard(auth).callerOf(REQUEST)).toEqualTypeOf<UserCaller>();
    expectTypeOf(expressGuard(auth, ANY).callerOf(REQUEST)).toEqualTypeOf<Caller>();
  });
});

test("Fastify: a hook of a route, and of the instance", () => {
  compiles((auth) => {
    const guard = fastifyGuard(auth, ORGANIZATION);
    const app = fastify();
    app.addHook("onRequest", guard);
    app.get<{ Params: { id: string } }>("/files/:id", { onRequest: guard }, (request) => {
      expectTypeOf(request.params.id).toBeString();
      expectTypeOf(guard.callerOf(request)).toEqualTypeOf<OrganizationCaller>();
      return null;
    });
    app.get("/two", { onRequest: [guard, fastifyGuard(auth, ORGANIZATION)] }, () => null);
    expectTypeOf(fastifyGuard(auth).callerOf({ raw: REQUEST })).toEqualTypeOf<UserCaller>();
    expectTypeOf(fastifyGuard(auth, ANY).callerOf({ raw: REQUEST })).toEqualTypeOf<Caller>();
  });
});

/** As Next.js has them: what a route handler gets, and what a route module may export. */
interface NextRequestLike extends Request {
  readonly cookies: { get(name: string): { name: string; value: string } | undefined };
  readonly nextUrl: { readonly pathname: string; readonly searchParams: URLSearchParams };
}
type ContextOf<Params> = { params: Promise<Params> };
type RouteHandler<Params> = (
  request: NextRequestLike,
  context: ContextOf<Params>,
) => void | Response | Promise<void | Response>;

test("Next.js: what is exported is a route handler of the same route", () => {
  compiles((auth) => {
    const GET = withApiKey(
      auth,
      { permissions: ["read:files"] },
      async (request: NextRequestLike, { params }: ContextOf<{ id: string }>, caller) => {
        expectTypeOf(caller).toEqualTypeOf<UserCaller>();
        const { id } = await params;
        return Response.json({ id, at: request.nextUrl.pathname, for: caller.user.name });
      },
    );
    expectTypeOf(GET).parameters.toEqualTypeOf<[NextRequestLike, ContextOf<{ id: string }>]>();
    expectTypeOf(GET).returns.toEqualTypeOf<Promise<Response>>();
    expectTypeOf(GET).toExtend<RouteHandler<{ id: string }>>();
    expectTypeOf(GET).not.toExtend<RouteHandler<{ slug: string[] }>>();
    const POST = withApiKey(auth, ORGANIZATION, (_request, _context, caller) => {
      expectTypeOf(caller).toEqualTypeOf<OrganizationCaller>();
      return new Response();
    });
    expectTypeOf(POST).toExtend<RouteHandler<{ id: string }>>();
    const HEAD = withApiKey(auth, ANY, (_request, _context, caller) => {
      expectTypeOf(caller).toEqualTypeOf<Caller>();
      return new Response();
    });
    expectTypeOf(HEAD).toExtend<RouteHandler<Record<string, never>>>();
  });
});
