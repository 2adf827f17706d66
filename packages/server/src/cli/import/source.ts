import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StartError, systemCode } from "../../run/start-error.ts";
import type { CommandIo } from "../command.ts";

/** Text that can be read from its beginning more than once. */
export type Rereadable = () => AsyncIterable<Uint8Array>;

/**
 * A file, or standard input for `-`, for as long as `use` takes. Standard input is put into a file of
 * this account's own meanwhile, since it can be read once only.
 *
 * @throws {StartError} for a file that cannot be read.
 */
export async function withSource<T>(
  name: string,
  { stdin, directory }: Pick<CommandIo, "stdin" | "directory">,
  use: (source: Rereadable) => Promise<T>,
): Promise<T> {
  if (name === "-") return withSpooled(stdin, use);
  const path = resolve(directory, name);
  await assertReadable(path);
  return use(() => createReadStream(path));
}

async function withSpooled<T>(
  stdin: AsyncIterable<Uint8Array>,
  use: (source: Rereadable) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-import-"));
  try {
    const path = join(folder, "lines");
    await pipeline(Readable.from(stdin), createWriteStream(path, { mode: 0o600 }));
    return await use(() => createReadStream(path));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function assertReadable(path: string): Promise<void> {
  try {
    if ((await stat(path)).isFile()) return;
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    throw new StartError(`The file ${path} cannot be read (${code}).`);
  }
  throw new StartError(`${path} is no file.`);
}
