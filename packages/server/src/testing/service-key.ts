import { commandRun } from "./command-run.ts";
import type { Member } from "./member.ts";
import type { TestServer } from "./test-server.ts";

/** A key by which a service verifies others: made as an operator makes one, beside the running server. */
export async function serviceKey({ dataDirectory }: TestServer, owner: Member): Promise<string> {
  const { code, stdout, stderr } = await commandRun(["service-key", "--owner", owner.email], {
    env: { LATCHKEY_DATA_DIR: dataDirectory },
  });
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** What a service does: it asks. */
export function verifyAt(url: string, credential: string | null, body: unknown): Promise<Response> {
  return fetch(`${url}/api/keys/verify`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(credential !== null && { "x-api-key": credential }),
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}
