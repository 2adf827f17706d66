import type { IncomingMessage, ServerResponse } from "node:http";
import type { GuardedRequest } from "./guard.ts";

/** What of Node's requests a guard needs. Frameworks on top of it have it too. */
export type NodeRequest = Pick<IncomingMessage, "rawHeaders" | "url">;

/**
 * A request of Node's. The headers are read as they were sent: Node itself drops the second of two
 * `Authorization` headers, and two different credentials must be refused.
 */
export function fromNode(request: NodeRequest & { readonly originalUrl?: string }): GuardedRequest {
  const { rawHeaders } = request;
  return {
    identity: request,
    // Express cuts the path of a router off `url`; the query is the same.
    url: request.originalUrl ?? request.url ?? "",
    headers: { get: (name) => rawValues(rawHeaders, name) },
    allHeaders: () => {
      const headers = new Headers();
      for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
        const name = rawHeaders[at] ?? "";
        // In HTTP/2 method and path come among the headers, by names that no header can have.
        if (!name.startsWith(":")) headers.append(name, rawHeaders[at + 1] ?? "");
      }
      return headers;
    },
  };
}

/** `name` in lower case. */
function rawValues(rawHeaders: readonly string[], name: string): string | null {
  let found: string | null = null;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const each = rawHeaders[at] ?? "";
    if (each.length !== name.length || each.toLowerCase() !== name.toLowerCase()) continue;
    const value = rawHeaders[at + 1] ?? "";
    found = found === null ? value : `${found}, ${value}`;
  }
  return found;
}

/** Sends a problem as the whole answer. */
export function answer(
  response: Pick<ServerResponse, "writeHead" | "end">,
  problem: { status: number; headers: Readonly<Record<string, string>>; body: object },
): void {
  response.writeHead(problem.status, { ...problem.headers });
  response.end(JSON.stringify(problem.body));
}
