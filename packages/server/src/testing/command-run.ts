import { EventEmitter } from "node:events";
import { runCommand } from "../cli/run-command.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface CommandRunOptions {
  readonly stdin?: string;
  readonly env?: Record<string, string>;
  readonly directory?: string;
}

/** Runs `latchkey` with these arguments in this process, in a folder of its own unless told otherwise. */
export async function commandRun(args: readonly string[], options: CommandRunOptions = {}) {
  const { stdin = "", env = {}, directory = temporaryFolder() } = options;
  const written = { stdout: "", stderr: "" };
  const code = await runCommand(args, {
    stdin: chunks(stdin),
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    env,
    directory,
    signals: new EventEmitter(),
    exit: () => {
      throw new Error("A command that answers does not end the process.");
    },
  });
  return { code, ...written };
}

// In pieces that fall where they may, as a pipe's do.
async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}
