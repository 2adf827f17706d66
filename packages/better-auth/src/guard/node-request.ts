import type { IncomingMessage, ServerResponse } from "node:http";
import type { HeaderReader } from "@latchkey/core";
import type { GuardedRequest } from "./guard.ts";

/** What of Node's requests a guard needs. Frameworks on top of it have it too. */
export type NodeRequest = Pick<IncomingMessage, "rawHeaders" | "url">;

/**
 * A request of Node's. The headers are read as they were sent: Node itself drops the second of two
 * `Authorization` headers, and two different credentials must be refused.
 *
 * `identity`: what other layers know the request by, where that is not Node's request itself.
 */
export function fromNode(
  request: NodeRequest & { readonly originalUrl?: string },
  identity: object = request,
): GuardedRequest {
  // Express cuts the path of a router off `url`; the query is the same.
  return new GuardedNodeRequest(identity, request.originalUrl ?? request.url ?? "", request);
}

/** A class, because each request makes one: what is asked for seldom is made when it is asked for. */
class GuardedNodeRequest implements GuardedRequest, HeaderReader {
  readonly identity: object;
  readonly url: string;
  readonly #request: NodeRequest;

  constructor(identity: object, url: string, request: NodeRequest) {
    this.identity = identity;
    this.url = url;
    this.#request = request;
  }

  get headers(): HeaderReader {
    return this;
  }

  get(name: string): string | null {
    return rawValues(this.#request.rawHeaders, name);
  }

  allHeaders(): Headers {
    const { rawHeaders } = this.#request;
    const headers = new Headers();
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      const name = rawHeaders[at] ?? "";
      // In HTTP/2 method and path come among the headers, by names that no header can have.
      if (!name.startsWith(":")) headers.append(name, rawHeaders[at + 1] ?? "");
    }
    return headers;
  }
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

/** What of Node's responses a guard needs, to say what is left of limits. */
export type NodeResponse = Pick<ServerResponse, "setHeader">;

/** Headers by name. */
export type Fields = Readonly<Record<string, string>>;

/** Adds headers to an answer that somebody else gives. */
export function setFields(response: NodeResponse, fields: Fields): void {
  for (const name in fields) response.setHeader(name, fields[name] ?? "");
}

/** Sends a problem as the whole answer. */
export function answer(
  response: Pick<ServerResponse, "writeHead" | "end">,
  problem: { status: number; headers: Fields; body: object },
): void {
  response.writeHead(problem.status, { ...problem.headers });
  response.end(JSON.stringify(problem.body));
}
