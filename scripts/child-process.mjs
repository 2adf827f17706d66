import { spawn } from "node:child_process";
import { constants } from "node:os";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/**
 * Two signals closer together than this are one wish: Ctrl-C reaches every process of a terminal,
 * and npm then sends it on once more.
 */
const ECHO_MS = 500;

/** Milliseconds between looks at whether the process that started this one is still there. */
const PARENT_WATCH_MS = 250;

/**
 * Runs a command to its end; what it prints is passed through.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code; 128 and the signal's number where a signal ended it
 */
export function run(command, args, options) {
  return exitCodeOf(spawn(command, args, { ...options, stdio: "inherit" }));
}

/**
 * As `run`, for a command that ends itself in order when told to: it is told once for each time that
 * somebody asks, however many ways the signal takes to get here.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export function runUntilStopped(command, args, options) {
  // In a process group of its own, so that the terminal's signals reach it through here only.
  const child = spawn(command, args, {
    ...options,
    stdio: "inherit",
    detached: process.platform !== "win32",
  });
  const relay = signalRelay((signal) => child.kill(signal), Date.now);
  process.on("SIGINT", () => relay("SIGINT"));
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) {
    process.on(signal, () => relay("SIGTERM"));
  }
  if (process.env["npm_lifecycle_event"] !== undefined) whenOrphaned(() => relay("SIGTERM"));
  return exitCodeOf(child);
}

/**
 * npm runs a script through a shell, and a signal to npm may end that shell and get no further. That
 * its parent is gone is then all that the script can notice.
 *
 * @param {() => void} stop
 */
function whenOrphaned(stop) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, PARENT_WATCH_MS);
  watch.unref();
}

/**
 * Sends signals on, without their echoes.
 *
 * @param {(signal: NodeJS.Signals) => void} send
 * @param {() => number} now milliseconds, on any scale
 * @returns {(signal: NodeJS.Signals) => void}
 */
export function signalRelay(send, now) {
  let last = -Infinity;
  return (signal) => {
    const at = now();
    if (at - last < ECHO_MS) return;
    last = at;
    send(signal);
  };
}

/**
 * @param {ChildProcess} child
 * @returns {Promise<number>}
 */
function exitCodeOf(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
