import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Settings by their names in `redis.conf`; those that are given several times have several values. */
export type RedisSettings = Readonly<Record<string, string | readonly string[]>>;

/** A configuration file. */
export function configuration(settings: RedisSettings): string {
  return Object.entries(settings)
    .flatMap(([name, values]) => [values].flat().map((value) => `${name} ${value}\n`))
    .join("");
}

/** Runs the program in a folder, with this on its standard input. It ends with this process at the latest. */
export function spawnRedis(
  program: string,
  folder: string,
  { arguments: given, input }: { readonly arguments: readonly string[]; readonly input: string },
): ChildProcess {
  const server = spawn(program, given, { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
  server.stdin?.end(input);
  const end = () => server.kill("SIGKILL");
  process.once("exit", end);
  server.once("exit", () => process.removeListener("exit", end));
  return server;
}

/** `null` once the server has said this; all that it said, where it ended instead. */
export async function saidOrEnded(server: ChildProcess, sentence: string): Promise<string | null> {
  if (server.stdout === null) throw new Error("Redis was started without its log");
  const said: string[] = [];
  // The log is read to its end, or a full pipe would stop the server.
  const lines = createInterface(server.stdout);
  return new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      if (said.length < 50) said.push(line);
      if (line.includes(sentence)) resolve(null);
    });
    lines.once("close", () => {
      resolve(said.join("\n"));
    });
    server.once("error", reject);
  });
}

/** Kills the server, if it runs, be it paused or not, and waits for its end. */
export async function killed(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGKILL");
  await ended;
}
