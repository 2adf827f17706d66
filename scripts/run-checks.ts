import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "./chromium.ts";
import { buildPageIfStale } from "./page-build.ts";
import { ensureRedis } from "./redis-binary.ts";
import { runnerArguments, runsBrowserTests } from "./test-selection.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const args = process.argv.slice(2);

/** How one script of package.json ended, and all that it said. */
interface Checked {
  readonly title: string;
  readonly script: string;
  readonly status: number;
  readonly said: string;
}

async function check(
  title: string,
  script: string,
  more: NodeJS.ProcessEnv = {},
): Promise<Checked> {
  const child = spawn(process.execPath, ["--run", script], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...more, ...process.env },
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code]: unknown[] = await once(child, "close");
  return { title, script, status: typeof code === "number" ? code : 1, said };
}

/** Says why the tests were not run, and ends with the line that ends every run. */
function fail(why: string, status: number): never {
  process.stderr.write(`${why}\n`);
  process.stdout.write("\n0 passed, 1 failed, 0 skipped\n");
  process.exit(status);
}

/** What tests run on is looked for, and installed, once: two of them must not do so at once. */
function prepareTests(): void {
  try {
    ensureRedis();
    if (!runsBrowserTests(args)) return;
    buildPageIfStale(root);
    ensureChromium();
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error), 1);
  }
}

// At the same time: one of them alone leaves most of a machine idle. The linter's threads repeat each
// other's work on types, so that it gets half of the processors while the others run.
const half = String(Math.ceil(availableParallelism() / 2));
const checks = await Promise.all([
  check("Format", "format:check"),
  check("Lint", "lint", { GOMAXPROCS: half, GOGC: "off", GOMEMLIMIT: "3GiB" }),
  check("Types", "types"),
]);
for (const { title, said } of checks) process.stdout.write(`${title}\n${said}`);
const failed = checks.filter(({ status }) => status !== 0);
if (failed[0] !== undefined) {
  const why = failed.map(
    ({ title, script }) => `${title}: failed. \`npm run ${script}\` repeats just this.`,
  );
  fail(why.join("\n"), failed[0].status);
}
prepareTests();
const { status } = spawnSync("vitest", ["run", ...runnerArguments(args)], {
  cwd: root,
  stdio: "inherit",
  shell: process.platform === "win32",
});
process.exitCode = status ?? 1;
