import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { signUp, whoami } from "../testing/member.ts";
import { commandRun } from "../testing/command-run.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { startTestServer } from "../testing/test-server.ts";

const sha256 = (key: string) => createHash("sha256").update(key).digest("hex");
const newKey = () => `ext-${randomBytes(18).toString("hex")}`;

/** A running server with one user, and the command on the server's data. */
async function serverWithUser() {
  const server = await startTestServer();
  const member = await signUp(server.url, "Ada");
  const env = { LATCHKEY_DATA_DIR: dirname(server.databasePath) };
  const line = (key: string, given: object = {}) =>
    JSON.stringify({ hash: sha256(key), hashFormat: "sha256-hex", email: member.email, ...given });
  const importing = (lines: readonly string[], ...options: string[]) => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, "keys.jsonl"), lines.map((each) => `${each}\n`).join(""));
    return commandRun(["import", "keys.jsonl", ...options], { env, directory });
  };
  const status = async (key: string) => (await whoami(server.url, key)).status;
  return { server, member, env, line, importing, status };
}

test("imported keys are valid at the server that is running, with all that was said of them", async () => {
  const { line, importing, status, member } = await serverWithUser();
  const [first, second] = [newKey(), newKey()];
  const lines = [
    line(first, { name: "Payment Service", start: first.slice(0, 8), metadata: { a: [1] } }),
    "",
    line(second, { expiresAt: "2020-01-01T00:00:00Z", createdAt: "2019-01-01T00:00:00+01:00" }),
  ];
  expect(await importing(lines)).toEqual({
    code: 0,
    stdout: "2 keys were imported.\n",
    stderr: "",
  });
  expect(await status(first)).toBe(200);
  expect(await status(second)).toBe(401);
  const listed = await member.listKeys();
  expect(listed).toContainEqual(
    expect.objectContaining({
      name: "Payment Service",
      start: first.slice(0, 8),
      status: "active",
    }),
  );
  expect(listed).toContainEqual(expect.objectContaining({ name: null, status: "expired" }));
});

test("a server that has refused such keys finds them a minute later", async () => {
  const { server, line, importing, status } = await serverWithUser();
  const key = newKey();
  expect(await status(key)).toBe(401);
  await importing([line(key)]);
  server.clock.advance(60_000);
  expect(await status(key)).toBe(200);
});

test("the same file again brings in nothing twice, keys that were used since included", async () => {
  const { line, importing, status, member } = await serverWithUser();
  const keys = [newKey(), newKey(), newKey()];
  const lines = keys.map((key) => line(key));
  await importing(lines);
  expect(await status(keys[0] ?? "")).toBe(200);
  const again = await importing([...lines, line(newKey())]);
  expect(again).toMatchObject({ code: 0, stdout: "1 key was imported; 3 already there.\n" });
  expect(await member.listKeys()).toHaveLength(4);
});

test("a dry run says what would be, and writes nothing", async () => {
  const { line, importing, status, member } = await serverWithUser();
  const key = newKey();
  const dry = await importing([line(key)], "--dry-run");
  expect(dry).toEqual({ code: 0, stdout: "1 key would be imported.\n", stderr: "" });
  expect(await member.listKeys()).toEqual([]);
  expect(await status(key)).toBe(401);
});

describe("with lines that are wrong", () => {
  const good = newKey();
  async function withWrongLines() {
    const fixture = await serverWithUser();
    const { line } = fixture;
    const lines = [
      line(good),
      line(newKey(), { hashFormat: "sha256-base64" }),
      "{",
      line(good, { name: "again" }),
      line(newKey(), { email: "nobody@example.com" }),
      line(newKey(), { name: "" }),
    ];
    const wrong = `line 2: The hash is no sha256-base64: it must be the base64 of 32 bytes.
line 3: It is no JSON object.
line 4: It is the same key as line 1.
line 5: There is no user with this e-mail address.
line 6: The name has 0 characters; 1 to 100 are allowed.
`;
    return { ...fixture, lines, wrong };
  }

  test("each is named, and nothing is written", async () => {
    const { importing, lines, wrong, member } = await withWrongLines();
    expect(await importing(lines)).toEqual({
      code: 1,
      stdout:
        "Nothing was written: 5 lines are wrong. Put them right, or leave them out with --skip-invalid.\n",
      stderr: wrong,
    });
    expect(await member.listKeys()).toEqual([]);
  });

  test("they are left out where that is asked for", async () => {
    const { importing, lines, wrong, status } = await withWrongLines();
    expect(await importing(lines, "--skip-invalid")).toEqual({
      code: 0,
      stdout: "1 key was imported; 5 lines are wrong and left out.\n",
      stderr: wrong,
    });
    expect(await status(good)).toBe(200);
  });

  test("a dry run says so too", async () => {
    const { importing, lines, wrong, member } = await withWrongLines();
    expect(await importing(lines, "--dry-run")).toMatchObject({ code: 1, stderr: wrong });
    const skipping = await importing(lines, "--dry-run", "--skip-invalid");
    expect(skipping).toMatchObject({ code: 0, stderr: wrong });
    expect(await member.listKeys()).toEqual([]);
  });
});

describe("a line is refused", () => {
  test.each<[string, object | string, string]>([
    ["with a field that is not known", { key: "secret-key-itself" }, 'Unrecognized key: "key"'],
    ["with two owners", { userId: "someone" }, "name its owner once"],
    ["without an owner", { email: undefined }, "name its owner once"],
    ["of an unknown user", { email: undefined, userId: "nobody" }, 'There is no user "nobody"'],
    ["with a format that is none", { hashFormat: "md5" }, "hashFormat: "],
    [
      "with a date without a zone",
      { expiresAt: "2030-01-01T00:00:00" },
      "expiresAt: must be a date",
    ],
    ["with text for a number", { remaining: "5" }, "remaining: "],
    ["with metadata that pollutes", `{"__proto__": {"a": 1}}`, "__proto__"],
    ["that is a list", "[]", "It is no JSON object."],
    ["that is a number", "7", "It is no JSON object."],
  ])("%s", async (_, given, problem) => {
    const { line, importing, member } = await serverWithUser();
    const key = newKey();
    const text =
      typeof given === "object"
        ? line(key, given)
        : given.startsWith("{")
          ? line(key).replace("}", `,"metadata":${given}}`)
          : given;
    const { code, stderr } = await importing([text]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^line 1: /);
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain("secret-key-itself");
    expect(await member.listKeys()).toEqual([]);
  });
});

test("standard input is read where the file is -, in any order of arguments", async () => {
  const { line, env, status } = await serverWithUser();
  const key = newKey();
  const run = await commandRun(["import", "--skip-invalid", "-"], { env, stdin: line(key) });
  expect(run).toMatchObject({ code: 0, stdout: "1 key was imported.\n" });
  const strict = newKey();
  await commandRun(["import", "-"], { env, stdin: `${line(key)}\n${line(strict)}\n` });
  expect([await status(key), await status(strict)]).toEqual([200, 200]);
});

test("more lines than are looked at together are numbered and told apart all the same", async () => {
  const { line, importing, member } = await serverWithUser();
  const keys = Array.from({ length: 1_200 }, newKey);
  const lines = keys.map((key) => line(key));
  const wrong = await importing([...lines, line(keys[3] ?? "")]);
  expect(wrong).toMatchObject({ code: 1, stderr: "line 1201: It is the same key as line 4.\n" });
  expect(await importing(lines)).toMatchObject({ code: 0, stdout: "1200 keys were imported.\n" });
  expect(await importing(lines)).toMatchObject({
    code: 0,
    stdout: "0 keys were imported; 1200 already there.\n",
  });
  const answer = await member.call("GET", "/api-key/list?limit=1");
  expect(await answer.json()).toMatchObject({ total: 1_200 });
});

describe("called wrongly", () => {
  test.each([
    [["import"], 2, "Name a file"],
    [["import", "a", "b"], 2, "one file"],
    [["import", "a", "--force"], 2, "--force"],
    [["import", "not-there.jsonl"], 1, "cannot be read (ENOENT)"],
    [["import", "."], 1, "is no file"],
  ])("%j ends with exit code %i", async (args, code, problem) => {
    const run = await commandRun(args);
    expect(run).toMatchObject({ code, stdout: "" });
    expect(run.stderr).toContain(problem);
  });
});

test("the examples of the guide are imported as they stand", async () => {
  const guide = readFileSync(new URL("../../../../docs/moving-over.md", import.meta.url), "utf8");
  const examples = [...guide.matchAll(/^\{"hash".*\}$/gm)].map(([example]) => example);
  expect(examples.length).toBeGreaterThan(1);
  const { importing } = await serverWithUser();
  const { code, stderr, stdout } = await importing(examples);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(`${examples.length} keys were imported.\n`);
});
