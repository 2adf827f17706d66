import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
const NAMES = ["redis-server", "valkey-server"];
/** The program of an installed Redis or Valkey, or `null`. */
export function findRedis(path = process.env["PATH"] ?? "") {
    const folders = path.split(delimiter).filter(Boolean);
    const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
    return candidates.find(isExecutable) ?? null;
}
/**
 * As `findRedis`, installing it first where this process may (root, with apt-get). Throws with one sentence
 * on what to install where there is none in the end.
 */
export function ensureRedis() {
    const found = findRedis();
    if (found !== null)
        return found;
    if (process.getuid?.() === 0 && isExecutable("/usr/bin/apt-get")) {
        process.stderr.write("Installing Redis for the tests…\n");
        for (const step of [["update"], ["install", "-y", "--no-install-recommends", "redis-server"]]) {
            try {
                execFileSync("apt-get", ["-qq", ...step], {
                    stdio: "ignore",
                    // What the package brings must not start as a service: tests have servers of their own.
                    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
                });
            }
            catch {
                // Whether Redis is there now is looked at below, whichever step failed.
            }
        }
    }
    const installed = findRedis();
    if (installed !== null)
        return installed;
    throw new Error("These tests need Redis 7 or Valkey: install one (Debian: `apt-get install redis-server`, macOS: `brew install redis`) so that redis-server or valkey-server is in PATH.");
}
function isExecutable(path) {
    try {
        accessSync(path, constants.X_OK);
        return true;
    }
    catch {
        return false;
    }
}
//# sourceMappingURL=redis-binary.js.map