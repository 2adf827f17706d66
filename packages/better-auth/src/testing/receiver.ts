import { once } from "node:events";
import { type IncomingHttpHeaders, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { onTestFinished } from "vitest";

/** A message that came to the receiver. */
export interface ReceivedMessage {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** By each secret: what is in the message, or `null` where its signature is not by that secret. */
  readonly verifiedBy: (secret: string) => unknown;
}

/** What a receiver answers; `hang`: nothing, until it is closed. */
export type ReceiverAnswer =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | "hang";

/** A real receiver on a socket of this machine, which verifies by the public library. */
export async function receiver(port = 0) {
  const messages: ReceivedMessage[] = [];
  let answer: ReceiverAnswer = { status: 204 };
  let arrived = Promise.withResolvers<ReceivedMessage>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      take(request.headers, Buffer.concat(chunks).toString("utf8"), response);
    });
  });
  const take = (headers: IncomingHttpHeaders, text: string, response: ServerResponse) => {
    const message: ReceivedMessage = {
      id: String(headers["webhook-id"]),
      headers,
      text,
      verifiedBy: (secret) => verified(secret, text, headers),
    };
    messages.push(message);
    arrived.resolve(message);
    arrived = Promise.withResolvers();
    if (answer === "hang") return;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: bound } = address(server.address());
  const close = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return {
    url: `http://127.0.0.1:${bound}/hooks`,
    port: bound,
    messages,
    answering(next: ReceiverAnswer) {
      answer = next;
    },
    /** The next message. */
    next: () => arrived.promise,
    close,
  };
}

export type Receiver = Awaited<ReturnType<typeof receiver>>;

function verified(secret: string, text: string, headers: IncomingHttpHeaders): unknown {
  const named = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value)]),
  );
  try {
    return new Webhook(secret).verify(text, named);
  } catch {
    return null;
  }
}

function address(bound: string | AddressInfo | null): AddressInfo {
  if (bound === null || typeof bound === "string") throw new Error("The receiver has no port.");
  return bound;
}
