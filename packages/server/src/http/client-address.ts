/**
 * How the address of a client is told to the authentication layer. Only we write this header: what
 * a client sends under this name is thrown away.
 */
export const CLIENT_ADDRESS_HEADER = "x-latchkey-client-address";

/** A request is given its socket by the HTTP server; in-process calls have none. */
export interface SocketBindings {
  readonly incoming?: { readonly socket: { readonly remoteAddress?: string | undefined } };
}

/**
 * The request with its client's address in `CLIENT_ADDRESS_HEADER`: that of the socket, after the
 * chain of `x-forwarded-for` where there are proxies to believe. Which part of the chain counts is
 * decided from the right, by the list of trusted proxies.
 */
export function withClientAddress(
  request: Request,
  bindings: SocketBindings | undefined,
  behindProxy: boolean,
): Request {
  const headers = new Headers(request.headers);
  headers.delete(CLIENT_ADDRESS_HEADER);
  const socket = bindings?.incoming?.socket.remoteAddress;
  const forwarded = behindProxy ? headers.get("x-forwarded-for") : null;
  if (socket !== undefined) {
    headers.set(CLIENT_ADDRESS_HEADER, forwarded === null ? socket : `${forwarded}, ${socket}`);
  }
  return new Request(request, { headers });
}
