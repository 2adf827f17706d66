import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { commandRun } from "../testing/command-run.ts";
import { signUp } from "../testing/member.ts";
import { verifyAt } from "../testing/service-key.ts";
import { startTestServer } from "../testing/test-server.ts";

async function serverOfAda() {
  const server = await startTestServer();
  const ada = await signUp(server.url, "Ada");
  const run = (...args: string[]) =>
    commandRun(["service-key", ...args], { env: { LATCHKEY_DATA_DIR: server.dataDirectory } });
  return { server, ada, run };
}

test("prints a key, alone on stdout, by which the running server verifies others", async () => {
  const { server, ada, run } = await serverOfAda();
  const { code, stdout, stderr } = await run("--owner", "ADA@example.com", "--name", "Gateway");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^lk_live_[0-9A-Za-z]{46}\n$/);
  const key = stdout.trim();
  expect(stderr).toContain("only time the key is shown");
  expect(stderr).not.toContain(key);
  const answer = await verifyAt(server.url, key, { key });
  expect(await answer.json()).toMatchObject({
    valid: true,
    owner: { email: ada.email },
    apiKey: { name: "Gateway", environment: "production", permissions: { keys: ["verify"] } },
  });
});

test("is written down, without the key, which is nowhere in the database", async () => {
  const { server, ada, run } = await serverOfAda();
  const { stdout } = await run("--owner", ada.email, "--environment", "ci");
  const listed = await (await ada.call("GET", "/api-key/audit")).text();
  expect(JSON.parse(listed)).toMatchObject({
    entries: [
      { action: "created", actor: { kind: "server", id: null }, client: "latchkey service-key" },
    ],
  });
  const database = new DatabaseSync(server.databasePath, { readOnly: true });
  const rows = [
    ...database.prepare("select * from apikey").all(),
    ...database.prepare("select * from apikeyAudit").all(),
  ];
  database.close();
  expect(rows.length).toBeGreaterThan(1);
  expect(JSON.stringify(rows) + listed).not.toContain(stdout.trim().slice(-38));
});

describe("prints no key", () => {
  test.each([
    [2, [], "--owner EMAIL"],
    [1, ["--owner", "eve@example.com"], "Nobody has signed up as eve@example.com"],
    [1, ["--owner", "ada@example.com", "--name", "x".repeat(300)], "name"],
    [1, ["--owner", "ada@example.com", "--environment", "moon"], "development, production, ci"],
    [2, ["--owner", "ada@example.com", "more"], "more"],
  ])("and exits with %i for %j", async (expected, args, said) => {
    const { run } = await serverOfAda();
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: "" });
    expect(stderr).toContain(said);
  });
});
