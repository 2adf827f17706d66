import { type Socket, connect } from "node:net";

/** What is to be asked for, by how many connections that stay open, and for how long. */
export interface Load {
  readonly port: number;
  readonly path: string;
  readonly key: string;
  readonly connections: number;
  readonly milliseconds: number;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** In milliseconds, one for each request. */
  readonly latencies: readonly number[];
}

// A process of its own, which does as little as it can: Node's HTTP client would take longer for a
// request than the server does, and then every route would look the same.
process.on("message", (load: Load) => {
  void run(load).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

process.once("disconnect", () => process.exit());

async function run({ port, path, key, connections, milliseconds }: Load): Promise<LoadResult> {
  const request = Buffer.from(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nx-api-key: ${key}\r\naccept: application/json\r\n\r\n`,
  );
  const latencies: number[] = [];
  const started = performance.now();
  const end = started + milliseconds;
  await Promise.all(
    Array.from({ length: connections }, () =>
      ask(connect(port, "127.0.0.1"), request, end, latencies),
    ),
  );
  const requestsPerSecond = (latencies.length / (performance.now() - started)) * 1_000;
  return { requestsPerSecond, latencies };
}

/** One request after the other on one connection. Every answer must be as long as the first, and a 200. */
function ask(socket: Socket, request: Buffer, end: number, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let length = 0;
    let received = 0;
    let sentAt = 0;
    const send = () => {
      received = 0;
      sentAt = performance.now();
      socket.write(request);
    };
    socket.setNoDelay(true);
    socket.on("connect", send);
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      if (received === 0 && chunk.toString("latin1", 9, 12) !== "200") {
        reject(new Error(`Not answered with 200: ${chunk.toString("latin1", 0, 200)}`));
      }
      if (length === 0) length = lengthOf(chunk);
      received += chunk.length;
      if (received < length) return;
      if (received > length) reject(new Error("An answer was longer than the first."));
      const now = performance.now();
      latencies.push(now - sentAt);
      if (now < end) send();
      else socket.end(resolve);
    });
  });
}

/** In bytes, of a whole answer by the first piece of it. */
function lengthOf(chunk: Buffer): number {
  const body = chunk.indexOf("\r\n\r\n") + 4;
  const declared = /content-length: (\d+)/i.exec(chunk.toString("latin1", 0, body))?.[1];
  if (body < 4 || declared === undefined) throw new Error("An answer without a length.");
  return body + Number(declared);
}
