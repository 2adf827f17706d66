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
    testTimeout: 30_000,
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
          ],
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["packages/server/browser/**/*.test.ts"],
          fileParallelism: false,
          // Far more than needed: a browser shares its machine with whatever else runs there.
          testTimeout: 120_000,
        },
      },
    ],
  },
});
