import { type CallerOf, Callers } from "./caller.ts";
import { Guard } from "./guard.ts";
import type { GuardOptions } from "./guard-options.ts";
import type { GuardedInstallation } from "./installed.ts";
import { type NodeRequest, fromNode } from "./node-request.ts";

/** What of Fastify's requests and replies a guard needs. */
interface FastifyRequestLike {
  readonly raw: NodeRequest;
}
interface FastifyReplyLike {
  code(status: number): unknown;
  headers(values: Record<string, string>): unknown;
  send(payload: unknown): unknown;
}

/** A hook of Fastify's: for `onRequest`, so that bodies of strangers are not read. */
export type FastifyGuard<Options extends GuardOptions> = ((
  request: FastifyRequestLike,
  reply: FastifyReplyLike,
) => Promise<unknown>) & {
  /** Who calls; for requests that have passed this guard. Throws for others. */
  callerOf(request: FastifyRequestLike): CallerOf<Options>;
};

/**
 * `const guard = requireApiKey(auth, { permissions: ["read:files"] })`, then
 * `app.get("/files", { onRequest: guard }, (request) => guard.callerOf(request).user)`.
 *
 * @throws {KeyOperationError} `INVALID_PERMISSIONS`.
 * @throws {RangeError} for limits that are none.
 */
export function requireApiKey<const Options extends GuardOptions = GuardOptions>(
  auth: GuardedInstallation,
  options?: Options,
): FastifyGuard<Options> {
  const guard = new Guard(auth, options ?? {});
  const callers = new Callers<Options>();
  const hook = async (request: FastifyRequestLike, reply: FastifyReplyLike): Promise<unknown> => {
    const deciding = guard.decide(fromNode(request.raw));
    const decision = deciding instanceof Promise ? await deciding : deciding;
    reply.headers({ ...decision.headers });
    if (decision.ok) {
      callers.set(request.raw, decision.caller);
      return undefined;
    }
    reply.code(decision.status);
    // As bytes: Fastify would put a content type of its own to an object, and a charset to a text.
    reply.send(Buffer.from(JSON.stringify(decision.body)));
    return reply;
  };
  return Object.assign(hook, { callerOf: ({ raw }: FastifyRequestLike) => callers.of(raw) });
}
