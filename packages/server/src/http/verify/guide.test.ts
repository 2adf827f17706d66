import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { OUTCOME_CODES } from "@latchkey/core";
import { expect, test } from "vitest";
import { signUp } from "../../testing/member.ts";
import { serviceKey } from "../../testing/service-key.ts";
import { startTestServer } from "../../testing/test-server.ts";

const GUIDE = new URL("../../../../../docs/verify-from-other-languages.md", import.meta.url);
const guide = readFileSync(GUIDE, "utf8");

test("the guide's request, as it is written there, is answered with a verdict", async () => {
  const server = await startTestServer({ grantable: { reports: ["read"] } });
  const ada = await signUp(server.url, "Ada");
  const [, snippet = ""] = /```sh\n(curl .*?)```/s.exec(guide) ?? [];
  const credential = await serviceKey(server, ada);
  const run = async (KEY: string): Promise<unknown> => {
    const env = {
      PATH: process.env["PATH"],
      LATCHKEY_URL: server.url,
      LATCHKEY_SERVICE_KEY: credential,
      KEY,
    };
    const { stdout } = await promisify(execFile)("sh", ["-c", snippet], { env });
    return JSON.parse(stdout);
  };
  const permissions = { reports: ["read"] };
  const { key } = await ada.createKey({ environment: "production", permissions });
  expect(await run(key)).toMatchObject({ valid: true, owner: { email: ada.email } });
  const { key: unable } = await ada.createKey({ environment: "production" });
  expect(await run(unable)).toEqual({
    valid: false,
    code: "API_KEY_FORBIDDEN",
    message: OUTCOME_CODES.API_KEY_FORBIDDEN.message,
    missing: permissions,
  });
});

test("the guide names every verdict", () => {
  for (const code of Object.keys(OUTCOME_CODES)) expect(guide).toContain(code);
});
