import { StartError } from "../run/start-error.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { COMMANDS, DEFAULT_COMMAND } from "./commands.ts";

const HELP = new Set(["help", "--help", "-h"]);

/**
 * Runs what the arguments of `latchkey` say and answers the exit code: 2 for a command that there is
 * not, or that is called wrongly. What a person can put right is one sentence on stderr.
 */
export async function runCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) return runOne("serve", DEFAULT_COMMAND, rest, io);
  if (HELP.has(name)) return help(rest, io);
  // Options alone are those of the command that needs no name.
  if (name.startsWith("-")) return runOne("serve", DEFAULT_COMMAND, args, io);
  const command = commandOf(name);
  if (command === undefined) return unknown(name, io);
  if (rest.some((arg) => arg === "--help" || arg === "-h")) return help([name], io);
  return runOne(name, command, rest, io);
}

async function runOne(
  name: string,
  command: Command,
  args: readonly string[],
  io: CommandIo,
): Promise<number> {
  try {
    return await command.run(args, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.stderr.write(`latchkey ${name}: ${error.message}\n\n${command.usage}`);
      return 2;
    }
    if (!(error instanceof StartError)) throw error;
    io.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function help([name]: readonly string[], io: CommandIo): number {
  const command = name === undefined ? undefined : commandOf(name);
  if (name !== undefined && command === undefined) return unknown(name, io);
  io.stdout.write(command?.usage ?? listing());
  return 0;
}

function unknown(name: string, io: CommandIo): number {
  io.stderr.write(`There is no command ${JSON.stringify(name)}.\n\n${listing()}`);
  return 2;
}

function commandOf(name: string): Command | undefined {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}

function listing(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(
    ([name, { summary }]) => `  latchkey ${name.padEnd(width)}  ${summary}\n`,
  );
  return `${lines.join("")}  latchkey ${"help".padEnd(width)}  this list; with a command's name, all about that\n`;
}
