import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { TestProject } from "vitest/node";
import { type PostgresTestServer, startPostgres } from "./postgres-test-server.ts";

/**
 * Lets the test files of one run share servers that are slow to start: each is started once, by the
 * first who asks, in the runner's own process, and stopped at the end of the run. A run of files that
 * need none starts none.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = new Map<string, Promise<PostgresTestServer>>();
  // Who may ask learns the superuser's password: other users of the machine do not know the address.
  const address = `/${randomBytes(18).toString("base64url")}`;
  const door = createServer((request, response) => {
    if (request.url !== `${address}/postgres`) {
      response.writeHead(404).end();
      return;
    }
    const postgres = started.get("postgres") ?? startPostgres();
    started.set("postgres", postgres);
    postgres.then(
      ({ connectionString }) => response.end(connectionString),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  const listening = door.address();
  if (listening === null || typeof listening === "string") throw new Error("No port was given");
  project.provide("serversOfRun", `http://127.0.0.1:${listening.port}${address}`);
  return async () => {
    door.close();
    door.closeAllConnections();
    const outcomes = await Promise.allSettled(started.values());
    for (const outcome of outcomes) {
      if (outcome.status === "fulfilled") await outcome.value.stop();
    }
  };
}
