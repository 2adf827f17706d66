import { describe, expect, test } from "vitest";
import { launch } from "../testing/server-process.ts";
import { commandRun } from "../testing/command-run.ts";

const NAMES = ["serve", "help"];

describe("help", () => {
  test.each(["help", "--help", "-h"])("latchkey %s lists every command", async (argument) => {
    const { code, stdout, stderr } = await commandRun([argument]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    for (const name of NAMES) expect(stdout).toContain(`latchkey ${name}`);
  });

  test.each([[["help", "serve"]], [["serve", "--help"]]])(
    "%j says all about one, and does not run it",
    async (args) => {
      const { code, stdout } = await commandRun(args);
      expect(code).toBe(0);
      expect(stdout).toContain("LATCHKEY_DATA_DIR");
    },
  );
});

describe("what is called wrongly ends with exit code 2, and says what there is", () => {
  test.each(["serv", "toString", "__proto__", ""])("no command %j", async (name) => {
    const { code, stdout, stderr } = await commandRun([name]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`There is no command ${JSON.stringify(name)}.`);
    for (const known of NAMES) expect(stderr).toContain(`latchkey ${known}`);
  });

  test("help about no command", async () => {
    const { code, stderr } = await commandRun(["help", "serv"]);
    expect(code).toBe(2);
    expect(stderr).toContain('There is no command "serv".');
  });

  test.each([
    [["serve", "--port", "80"], "--port"],
    [["serve", "now"], "now"],
  ])("%j", async (args, named) => {
    const { code, stdout, stderr } = await commandRun(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("latchkey serve: ");
    expect(stderr).toContain(named);
  });
});

test("the process itself exits so", async () => {
  const { output, ended } = launch({}, ["nonsense"]);
  expect(await ended).toEqual({ code: 2, signal: null });
  expect(output.stderr).toContain("There is no command");
});
