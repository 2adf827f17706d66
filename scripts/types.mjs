// Type-checks every project of the workspace against sources, without emitting.
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { dirname } from "node:path";

const projects = globSync(
  "{bench,scripts,packages/*,packages/server/page,examples/*}/tsconfig.json",
)
  .map((path) => dirname(path))
  .toSorted();

const failed = projects.filter((project) => {
  const { status } = spawnSync("tsc", ["--noEmit", "-p", project], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  return status !== 0;
});
if (failed.length > 0) {
  console.error(`Types do not hold in: ${failed.join(", ")}`);
  process.exit(1);
}
