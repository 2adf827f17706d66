import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a search for Chromium looks: the process and machine as they are, or as a test says. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  isExecutable(path: string): boolean;
}

const thisMachine: Machine = {
  env: process.env,
  platform: process.platform,
  isExecutable(path) {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
};

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const APPLICATIONS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const FOLDERS = ["/usr/bin", "/usr/local/bin", "/snap/bin"];

/**
 * The program of an installed Chromium or Chrome, or `null`. `CHROMIUM_PATH` decides where it is
 * set; throws where it names no program, for a mistake there should not go unseen.
 */
export function findChromium(machine: Machine = thisMachine): string | null {
  const chosen = machine.env["CHROMIUM_PATH"];
  if (chosen !== undefined && chosen !== "") {
    if (machine.isExecutable(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH names no program that can be run: ${chosen}`);
  }
  const folders = [...(machine.env["PATH"] ?? "").split(delimiter), ...FOLDERS].filter(Boolean);
  const installed = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const candidates = machine.platform === "darwin" ? [...APPLICATIONS, ...installed] : installed;
  return candidates.find((path) => machine.isExecutable(path)) ?? null;
}

/**
 * As `findChromium`, installing it first where this process may (root, with apt-get). Throws with
 * one sentence on what to install where there is none in the end.
 */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== null) return found;
  if (process.getuid?.() === 0 && thisMachine.isExecutable("/usr/bin/apt-get")) {
    process.stderr.write("Installing Chromium for the browser tests…\n");
    for (const step of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
      try {
        execFileSync("apt-get", ["-qq", ...step], {
          stdio: "ignore",
          env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
        });
      } catch {
        // Whether Chromium is there now is looked at below, whichever step failed.
      }
    }
  }
  const installed = findChromium();
  if (installed !== null) return installed;
  throw new Error(
    "The browser tests need Chromium or Chrome: install one (Debian: `apt-get install chromium`, macOS: `brew install --cask chromium`) or set CHROMIUM_PATH to its program.",
  );
}
