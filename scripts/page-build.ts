import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What the page is made of: a change in any of these files makes the build stale. */
const INPUTS = [
  "package-lock.json",
  "packages/server/page/**/*",
  "packages/react/{package.json,src/**/*}",
  "packages/better-auth/{package.json,src/**/*}",
  "packages/core/{package.json,src/**/*}",
];

/**
 * Builds the page that the server serves, unless the last build is of the files as they are now.
 * Throws where the build fails, which has then said why on stderr.
 */
export function buildPageIfStale(root: string): void {
  const built = join(root, "packages/server/dist/page/index.html");
  // Beside the page's folder and not in it: what is in it is served.
  const stamp = join(root, "packages/server/dist/page-inputs.sha256");
  const inputs = hashOfFiles(root, INPUTS);
  if (existsSync(built) && existsSync(stamp) && readFileSync(stamp, "utf8") === inputs) return;
  process.stderr.write("Building the page…\n");
  execFileSync("vite", ["build", "page", "--logLevel", "warn"], {
    cwd: join(root, "packages/server"),
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, inputs);
}

/**
 * A hash of the names and contents of all files that match: it changes when one is added, removed,
 * renamed or edited, and not when one is touched. Tests are no part of it.
 */
export function hashOfFiles(root: string, patterns: readonly string[]): string {
  const hash = createHash("sha256");
  const entries = globSync(patterns, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const path of entries) {
    const content = readFileSync(path);
    hash.update(`${path.slice(root.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
