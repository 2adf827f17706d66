// Type-checks every project of the workspace against sources, without emitting.
import { spawnSync } from "node:child_process";

const projects = [
  "packages/core",
  "packages/better-auth",
  "packages/react",
  "packages/server",
  "packages/server/page",
  "bench",
  "examples/hono-api",
  "scripts",
];

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
