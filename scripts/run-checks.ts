import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "./chromium.ts";
import { buildPageIfStale } from "./page-build.ts";
import { runsBrowserTests } from "./test-selection.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const args = process.argv.slice(2);

/** Runs one script of package.json. A script that fails ends the whole run. */
function check(title: string, script: string): void {
  process.stdout.write(`${title}\n`);
  const { status } = spawnSync(process.execPath, ["--run", script], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) fail(`${title}: failed. \`npm run ${script}\` repeats just this.`, status ?? 1);
}

/** Says why the tests were not run, and ends with the line that ends every run. */
function fail(why: string, status: number): never {
  process.stderr.write(`${why}\n`);
  process.stdout.write("\n0 passed, 1 failed, 0 skipped\n");
  process.exit(status);
}

function prepareBrowserTests(): void {
  try {
    buildPageIfStale(root);
    ensureChromium();
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error), 1);
  }
}

check("Format", "format:check");
check("Lint", "lint");
check("Types", "types");
if (runsBrowserTests(args)) prepareBrowserTests();
const { status } = spawnSync("vitest", ["run", ...args], {
  cwd: root,
  stdio: "inherit",
  shell: process.platform === "win32",
});
process.exitCode = status ?? 1;
