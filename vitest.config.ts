import { defineConfig } from "vitest/config";
import { defaultClientConditions, defaultServerConditions } from "vite";

const source = "latchkey-source";
// "module" is for bundlers: what some packages have under it, Node cannot load.
const serverConditions = defaultServerConditions.filter((condition) => condition !== "module");

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...serverConditions] } },
  test: {
    reporters: ["default", "./scripts/plain-summary-reporter.ts"],
    // Far more than needed: a test shares its machine with whatever else runs there, and one that
    // starts a process fails otherwise for nothing but that.
    testTimeout: 120_000,
    // As many as there are processors: tests wait for disks and other processes half of their time.
    maxWorkers: "100%",
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "packages/*/src/**/*.test.{ts,tsx}",
            "examples/*/src/**/*.test.ts",
            "scripts/**/*.test.ts",
            "bench/src/**/*.test.ts",
          ],
          exclude: ["packages/server/src/cluster/**"],
          sequence: { groupOrder: 2 },
          globalSetup: "./scripts/servers-of-run.ts",
          // What the files import is evaluated once per worker, not once per file: that was half of
          // their cost. So no test changes anything of its process that it does not put back.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          // Several real servers, with real time passing: `npm run test:cluster`, and a step of its own in CI.
          name: "cluster",
          include: ["packages/server/src/cluster/**/*.test.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["packages/server/browser/**/*.test.ts"],
          // One worker, and so one server and one browser, for all files: two of them on two processors
          // make each other wait for longer than pages are waited for.
          fileParallelism: false,
          isolate: false,
          // Before the others, which have another number of workers: no group may have two.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
