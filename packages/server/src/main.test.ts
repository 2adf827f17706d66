import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { signUp, whoami } from "./testing/member.ts";
import { launch, startProcess } from "./testing/server-process.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

async function started(variables: Record<string, string> = {}) {
  const server = await startProcess({ LATCHKEY_DATA_DIR: temporaryFolder(), ...variables });
  onTestFinished(() => {
    server.kill("SIGKILL");
  });
  return server;
}

async function failedStart(variables: Record<string, string>) {
  const { output, ended } = launch({ LATCHKEY_DATA_DIR: temporaryFolder(), ...variables });
  const { code } = await ended;
  expect(output.stdout).toBe("");
  return { code, sentence: output.stderr };
}

describe("a start that cannot succeed ends with one sentence on stderr and exit code 1", () => {
  test("where the port is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    onTestFinished(() => {
      taken.close();
    });
    const { port } = z.object({ port: z.number() }).parse(taken.address());
    expect(await failedStart({ PORT: String(port) })).toEqual({
      code: 1,
      sentence: `Port ${port} is already in use: stop what is using it, or choose another port with PORT.\n`,
    });
  });

  test("where the data directory cannot be written to", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    expect(await failedStart({ LATCHKEY_DATA_DIR: join(file, "data") })).toEqual({
      code: 1,
      sentence: `The data directory ${file}/data cannot be written to (ENOTDIR): give this account write access to it, or choose another folder with LATCHKEY_DATA_DIR.\n`,
    });
  });

  test("where a variable is wrong", async () => {
    expect(await failedStart({ PORT: "http" })).toEqual({
      code: 1,
      sentence: "PORT must be a whole number from 0 to 65535.\n",
    });
  });

  test("where the address is not this machine's", async () => {
    const { code, sentence } = await failedStart({ HOST: "192.0.2.1" });
    expect(code).toBe(1);
    expect(sentence).toMatch(/^This machine has no address 192\.0\.2\.1: .*\n$/);
  });
});

test("a start says on stdout where the server is and what to try, and logs JSON on stderr", async () => {
  const server = await started();
  await fetch(`${server.url}/healthz`);
  await server.logged("/healthz");
  expect(server.output.stdout).toContain(`curl -H "x-api-key: $YOUR_KEY" ${server.url}/api/whoami`);
  for (const line of server.output.stderr.trim().split("\n")) {
    expect(JSON.parse(line)).toHaveProperty("level");
  }
});

describe("SIGTERM", () => {
  test.each(["SIGTERM", "SIGINT"] as const)("%s of an idle server: exit code 0", async (signal) => {
    const server = await started();
    server.kill(signal);
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });

  test("finishes what is under way, takes nothing new, and exits with 0", async () => {
    const server = await started();
    const member = await signUp(server.url, "Ada");
    const upload = await beginCreate(server.url, member.cookie);
    server.kill("SIGTERM");
    await server.logged("finishing what is under way");
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow("fetch failed");

    const { status, headers } = await upload.finish();
    expect(status).toBe(200);
    expect(headers.connection).toBe("close");
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });

  test("a second one ends it at once, with 1", async () => {
    const server = await started();
    const member = await signUp(server.url, "Ada");
    const upload = await beginCreate(server.url, member.cookie);
    server.kill("SIGTERM");
    await server.logged("finishing what is under way");
    server.kill("SIGTERM");
    expect(await server.ended).toEqual({ code: 1, signal: null });
    await expect(upload.finish()).rejects.toThrow();
  });
});

test("when keys were last used is written before the process ends", async () => {
  const folder = temporaryFolder();
  const first = await started({ LATCHKEY_DATA_DIR: folder });
  const member = await signUp(first.url, "Ada");
  const { key } = await member.createKey();
  await whoami(first.url, key);
  first.kill("SIGTERM");
  await first.ended;

  const second = await started({ LATCHKEY_DATA_DIR: folder });
  const answer = await member.at(second.url).call("GET", "/api-key/list");
  expect(await answer.json()).toMatchObject({ apiKeys: [{ lastRequest: expect.any(String) }] });
});

/** A request that the server has begun to read, and that is not complete until `finish`. */
async function beginCreate(url: string, cookie: string) {
  const asked = request(`${url}/api/auth/api-key/create`, {
    method: "POST",
    headers: { cookie, origin: url, "content-type": "application/json", expect: "100-continue" },
  });
  const answered = new Promise<{ status: number | undefined; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      asked.once("error", reject);
      asked.once("response", (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode, headers: answer.headers });
      });
    },
  );
  // A failure is looked at in `finish`, which may come later.
  answered.catch(() => undefined);
  asked.flushHeaders();
  await once(asked, "continue");
  return {
    finish: () => {
      asked.end(JSON.stringify({ name: "made while stopping" }));
      return answered;
    },
  };
}
