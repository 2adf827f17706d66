import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The server as its users start it: a process of its own, spoken to through sockets and signals. */
export interface ServerProcess {
  readonly url: string;
  /** All that was written so far. */
  readonly output: { readonly stdout: string; readonly stderr: string };
  /** Resolves when a line with this text was written to stderr, now or before. */
  logged(text: string): Promise<void>;
  /** Sends the signal; does nothing to a process that has ended. */
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ending>;
}

/** Starts `main.ts` with these variables and arguments and, unless they name one, on any port that is free. */
export function launch(variables: Record<string, string>, args: readonly string[] = []) {
  const child = spawn(process.execPath, ["--conditions=latchkey-source", MAIN, ...args], {
    // Nothing of the test runner's environment: it says NODE_ENV=test.
    env: { PATH: process.env["PATH"], PORT: "0", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const ended: Promise<Ending> = once(child, "close").then(([code, signal]) => ({ code, signal }));
  return { child, output, ended };
}

/** As `launch`, and waits until it says that it is ready. Rejects where it ends instead. */
export async function startProcess(
  variables: Record<string, string>,
  args: readonly string[] = [],
): Promise<ServerProcess> {
  const { child, output, ended } = launch(variables, args);
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      const said = /^Latchkey is ready(?: for a look around)?: (\S+)$/.exec(line)?.[1];
      if (said !== undefined) resolve(said);
    });
    child.once("close", () => {
      reject(new Error(`The server ended before it was ready:\n${output.stderr}`));
    });
  });
  return {
    url,
    output,
    ended,
    logged: (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (output.stderr.includes(text)) resolve();
        };
        child.stderr.on("data", look);
        look();
      }),
    kill: (signal) => {
      child.kill(signal);
    },
  };
}
