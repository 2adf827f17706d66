import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type HttpBindings, serve } from "@hono/node-server";
import { requireApiKey } from "@latchkey/better-auth/hono";
import { bcryptHasher } from "@latchkey/core";
import { type Context, Hono, type Next } from "hono";
import { openDatabase } from "./database.ts";
import { install } from "./installation.ts";
import { installPeer } from "./peer-better-auth.ts";

/** What the process that measures is told when the server listens. */
export interface Listening {
  readonly port: number;
  readonly key: string;
  readonly peerKey: string;
}

/** What the server did since it was asked last. */
export interface Effort {
  /** Of its event loop, from 0 to 1. */
  readonly utilization: number;
  /** Of the processor, in microseconds, all threads together. */
  readonly processor: number;
}

// A process of its own: one route, open, behind middleware that does nothing, guarded by Latchkey, and by the peer.
const ours = openDatabase();
const theirs = openDatabase();
const { auth, issue } = await install(ours.database);
const [key = ""] = await issue(1, bcryptHasher());
const peer = await installPeer(theirs.database);
const answer = { orders: [{ id: 1, total: 12.5 }] };

const app = new Hono<{ Bindings: HttpBindings }>();
app.get("/unguarded", (c) => c.json(answer));
app.get("/fields", sayNothing, (c) => c.json(answer));
app.get("/guarded", requireApiKey(auth), (c) => c.json(answer));
app.get("/peer", async (c) => {
  const presented = c.req.header("x-api-key");
  if (presented === undefined || !(await peer.verify(presented))) return c.json({}, 401);
  return c.json(answer);
});

/** What any middleware costs that says something of limits: the floor of every guard. */
function sayNothing(c: Context<{ Bindings: HttpBindings }>, next: Next): Promise<void> {
  c.env.outgoing.setHeader("ratelimit-policy", '"default";q=100;w=60');
  c.env.outgoing.setHeader("ratelimit", '"default";r=99;t=60');
  return next();
}

const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
if (!server.listening) await once(server, "listening");
// eslint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port, not on a pipe
const { port } = server.address() as AddressInfo;
process.send?.({ port, key, peerKey: peer.key } satisfies Listening);

let loop = performance.eventLoopUtilization();
let used = process.cpuUsage();
process.on("message", () => {
  const { utilization } = performance.eventLoopUtilization(loop);
  const { user, system } = process.cpuUsage(used);
  loop = performance.eventLoopUtilization();
  used = process.cpuUsage();
  process.send?.({ utilization, processor: user + system } satisfies Effort);
});
process.on("disconnect", () => {
  ours.remove();
  theirs.remove();
  process.exit();
});
