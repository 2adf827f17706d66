import { createHash, timingSafeEqual } from "node:crypto";
import { BlockList } from "node:net";
import type { Exposition } from "../metrics/exposition.ts";
import type { SocketBindings } from "./client-address.ts";
import { plainProblem } from "./problem-response.ts";

/** What proxies say of whom they ask for. */
const PROXY_HEADERS = ["forwarded", "x-forwarded-for", "x-real-ip", "via"] as const;

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

export interface MetricsParts {
  readonly exposition: Exposition;
  /** What a reader presents; `null`: readers on this machine need nothing, and others get nothing. */
  readonly token: string | null;
}

/**
 * Answers the metrics to whoever presents the token; where there is none, to whoever is on this machine, by
 * the socket and not by what a header says, and did not come through a proxy.
 */
export function metricsRoute({ exposition, token }: MetricsParts) {
  return async (request: Request, bindings: SocketBindings): Promise<Response> => {
    const refusal =
      token === null ? refuseStranger(request, bindings) : refuseWithout(token, request);
    if (refusal !== null) return refusal;
    return new Response(await exposition.text(), {
      headers: { "content-type": exposition.contentType },
    });
  };
}

function refuseWithout(token: string, request: Request): Response | null {
  const presented = /^Bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (presented !== undefined && isSame(presented, token)) return null;
  const answer = plainProblem(
    401,
    "Unauthorized",
    "Send the token of LATCHKEY_METRICS_TOKEN: Authorization: Bearer TOKEN.",
  );
  answer.headers.set("www-authenticate", 'Bearer realm="metrics"');
  return answer;
}

function refuseStranger(request: Request, { incoming }: SocketBindings): Response | null {
  const address = incoming?.socket.remoteAddress;
  const isProxied = PROXY_HEADERS.some((name) => request.headers.has(name));
  if (address !== undefined && isLoopback(address) && !isProxied) return null;
  return plainProblem(
    403,
    "Forbidden",
    "Metrics are told to this machine only, unless the server is given a LATCHKEY_METRICS_TOKEN.",
  );
}

function isLoopback(address: string): boolean {
  return LOOPBACK.check(address, address.includes(":") ? "ipv6" : "ipv4");
}

/** In a time that does not tell how much of it is right. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digestOf(one), digestOf(other));
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
