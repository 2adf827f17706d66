// Type-checks every project of the workspace against sources, without emitting.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";

const projects = globSync(
  "{bench,scripts,packages/*,packages/server/page,examples/*}/tsconfig.json",
)
  .map((path) => dirname(path))
  .toSorted();

// A check is over before there is much memory to collect, and collecting is a third of its work.
const env = { GOGC: "off", GOMEMLIMIT: "2GiB", ...process.env };

/** @param {string} project */
async function holds(project) {
  // Several projects at once, and not several threads for one: each thread works out anew what the
  // files have in common, which is most of the work.
  const tsc = spawn("tsc", ["--noEmit", "--singleThreaded", "-p", project], {
    stdio: "inherit",
    shell: process.platform === "win32",
    env,
  });
  const [status] = await once(tsc, "exit");
  return status === 0;
}

/** @type {string[]} */
const failed = [];
const waiting = projects.values();
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    // All of them take from the same.
    for (const project of waiting) if (!(await holds(project))) failed.push(project);
  }),
);
if (failed.length > 0) {
  console.error(`Types do not hold in: ${failed.toSorted().join(", ")}`);
  process.exit(1);
}
