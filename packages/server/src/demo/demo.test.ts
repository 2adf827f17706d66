import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { startProcess } from "../testing/server-process.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { freshDemoDirectory } from "./demo-directory.ts";

describe("the folder of a demonstration", () => {
  test("lies beside the data directory, and is made anew", () => {
    const data = join(temporaryFolder(), "data");
    mkdirSync(data);
    writeFileSync(join(data, "latchkey.db"), "real");
    const directory = freshDemoDirectory(data);
    writeFileSync(join(directory, "latchkey.db"), "made up");
    expect(freshDemoDirectory(data)).toBe(directory);
    expect(readdirSync(directory)).toEqual(["DEMONSTRATION"]);
    expect(readFileSync(join(data, "latchkey.db"), "utf8")).toBe("real");
  });

  test("is left alone where it is somebody else's", () => {
    const data = join(temporaryFolder(), "data");
    mkdirSync(`${data}-demo`);
    writeFileSync(join(`${data}-demo`, "latchkey.db"), "real");
    expect(() => freshDemoDirectory(data)).toThrow("not of a demonstration");
    expect(existsSync(join(`${data}-demo`, "latchkey.db"))).toBe(true);
  });
});

const listed = z.object({
  apiKeys: z.array(z.object({ name: z.string(), status: z.string(), lastRequest: z.unknown() })),
});
const overview = z.object({ totals: z.record(z.string(), z.number()) });

test("a demonstration has keys in every state, and a month of use, for whoever reads how to sign in", async () => {
  const server = await startProcess({ LATCHKEY_DATA_DIR: join(temporaryFolder(), "data") }, [
    "--demo",
  ]);
  onTestFinished(async () => {
    server.kill("SIGTERM");
    await server.ended;
  });
  const [, email = "", password = ""] =
    /Sign in as +(\S+)\s+Password +(\S+)/.exec(server.output.stdout) ?? [];
  const signedIn = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { origin: server.url, "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  expect(signedIn.status).toBe(200);
  const cookie = signedIn.headers.getSetCookie().map((each) => each.split(";", 1)[0]);
  const get = async (path: string) => {
    const headers = { cookie: cookie.join("; ") };
    return (await fetch(`${server.url}/api/auth/api-key/${path}`, { headers })).json();
  };
  const { apiKeys } = listed.parse(await get("list?limit=50"));
  expect(apiKeys.length).toBeGreaterThanOrEqual(12);
  expect(new Set(apiKeys.map(({ status }) => status))).toEqual(
    new Set(["active", "disabled", "expired", "revoked"]),
  );
  expect(apiKeys.some(({ lastRequest }) => lastRequest === null)).toBe(true);
  const { totals } = overview.parse(await get("admin/overview"));
  expect(totals["valid"]).toBeGreaterThan(1_000);
  expect(totals["API_KEY_EXPIRED"]).toBeGreaterThan(0);
  expect(totals["API_KEY_REVOKED"]).toBeGreaterThan(0);
});
