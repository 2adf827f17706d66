import { randomBytes } from "node:crypto";
import {
  type ServerProcess,
  startProcess,
} from "../../../packages/server/src/testing/server-process.ts";

const COUNT = 3;

/** Servers as users start them, each a process of its own, for as long as `use` takes. */
export async function withServers<T>(
  variables: Readonly<Record<string, string>>,
  use: (urls: readonly string[]) => Promise<T>,
): Promise<T> {
  const servers: ServerProcess[] = [];
  const secret = randomBytes(32).toString("base64url");
  const settings = {
    LATCHKEY_SECRET: secret,
    // So that each request can come from an address of its own: signing up and revoking are rate limited.
    LATCHKEY_TRUSTED_PROXIES: "127.0.0.1",
    ...variables,
  };
  const start = async () => {
    const server = await startProcess(settings);
    servers.push(server);
    return server.url;
  };
  try {
    return await use(await Promise.all(Array.from({ length: COUNT }, start)));
  } finally {
    for (const server of servers) server.kill("SIGKILL");
    await Promise.all(servers.map(({ ended }) => ended));
  }
}
