import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { run, signalRelay } from "./child-process.mjs";

const here = { cwd: process.cwd(), env: process.env };

describe("the exit code of a command", () => {
  test("is passed on", async () => {
    expect(await run(process.execPath, ["-e", "process.exit(3)"], here)).toBe(3);
  });

  test("is 128 and the signal's number where a signal ended it", async () => {
    expect(await run(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"], here)).toBe(
      137,
    );
  });
});

test("signals are sent on once for each wish, and echoes are not wishes", () => {
  const sent: [number, string][] = [];
  let now = 1000;
  const relay = signalRelay(
    (signal) => sent.push([now, signal]),
    () => now,
  );
  for (const [at, signal] of [
    [1000, "SIGINT"],
    [1004, "SIGTERM"],
    [3000, "SIGINT"],
    [3001, "SIGINT"],
  ] as const) {
    now = at;
    relay(signal);
  }
  expect(sent).toEqual([
    [1000, "SIGINT"],
    [3000, "SIGINT"],
  ]);
});

/** Says when it can be stopped, counts how often it is told to, and takes a moment over stopping. */
const STOPPABLE = `
  let told = 0;
  const stop = () => { told += 1; if (told === 1) setImmediate(() => process.exit(told + 40)); };
  process.on("SIGTERM", stop).on("SIGINT", stop);
  setInterval(() => {}, 1000);
  console.log("ready");
`;

/** A script that runs such a command until it is stopped. */
const SCRIPT = `
  import { runUntilStopped } from ${JSON.stringify(new URL("child-process.mjs", import.meta.url).href)};
  process.exitCode = await runUntilStopped(
    process.execPath,
    ["-e", ${JSON.stringify(STOPPABLE)}],
    { cwd: process.cwd(), env: process.env },
  );
`;

test("a command hears once of signals to the script that runs it, and its exit code is the script's", async () => {
  const script = spawn(process.execPath, ["--input-type=module", "-e", SCRIPT], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(script, "exit");
  await once(createInterface(script.stdout), "line");
  script.kill("SIGTERM");
  script.kill("SIGINT");
  expect(await ended).toEqual([41, null]);
});

test("a command is stopped when only the shell between npm and the script heard the signal", async () => {
  const node = JSON.stringify(process.execPath);
  const shell = spawn("sh", ["-c", `${node} --input-type=module -e "$SCRIPT"; true`], {
    env: { ...process.env, SCRIPT, npm_lifecycle_event: "start" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface(shell.stdout);
  // The pipe is open until the last of the processes that hold it has ended.
  const allEnded = once(lines, "close");
  await once(lines, "line");
  shell.kill("SIGTERM");
  await allEnded;
  expect(shell.signalCode).toBe("SIGTERM");
});
