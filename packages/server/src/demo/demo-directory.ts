import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "../run/start-error.ts";

const MARKER = "DEMONSTRATION";

/**
 * Where the demonstration has its data: beside the data directory, never in it. What an earlier one left
 * is removed, so that each begins with the same keys and history up to now.
 *
 * @throws {StartError} where there is something else.
 */
export function freshDemoDirectory(dataDirectory: string): string {
  const directory = `${dataDirectory}-demo`;
  if (existsSync(directory) && !existsSync(join(directory, MARKER))) {
    throw new StartError(
      `${directory} is not of a demonstration: move it away, or choose another folder with LATCHKEY_DATA_DIR.`,
    );
  }
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(
    join(directory, MARKER),
    "The data of a demonstration. It is made anew whenever a demonstration starts.\n",
  );
  return directory;
}
