import { createServer } from "node:http";
import { onTestFinished } from "vitest";

/** Somewhere that webhooks lead to, on this machine. */
export interface Receiver {
  readonly url: string;
  /** What `webhook-id` the messages had that have come. */
  readonly received: readonly string[];
  /** The HTTP status of the answers from now on. */
  status: number;
}

/** Ends with the test. */
export async function startReceiver(): Promise<Receiver> {
  const received: string[] = [];
  const receiver = { url: "", received, status: 204 };
  const server = createServer((request, response) => {
    received.push(String(request.headers["webhook-id"]));
    response.writeHead(receiver.status).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens on no port.");
  receiver.url = `http://127.0.0.1:${address.port}/hooks`;
  return receiver;
}
