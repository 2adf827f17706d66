import type { By } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import { clientAddress } from "../client-address.ts";
import type { Actor } from "./actor.ts";

/**
 * Who does it and from where, for the audit log: the user, the key where a session was made from one,
 * or the server's own code, which has neither address nor client.
 */
export function byOf(ctx: GenericEndpointContext, actor: Actor): By {
  if (actor.kind === "server") {
    return { actor: { kind: "server", id: null }, address: null, client: null };
  }
  const headers = ctx.headers ?? ctx.request?.headers;
  const { parent, userId } = actor;
  return {
    actor: parent ? { kind: "key", id: parent.record.id } : { kind: "user", id: userId },
    address: headers === undefined ? null : clientAddress(headers, ctx.context),
    client: headers?.get("user-agent") ?? null,
  };
}
