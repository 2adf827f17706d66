// Runs before anything is installed, on any Node from 20 on: nothing but Node's own modules here.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { environmentForNpm, pinnedNode } from "./tool-environment.mjs";

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

/** A failure that the reader can put right: its message is all they need to see. */
export class SetupError extends Error {}

/**
 * Installs what package-lock.json asks for, unless it is there already. Prints nothing then.
 * Throws a SetupError with one sentence on what to do where that fails.
 *
 * @param {string} root the folder of the workspace
 */
export async function installDependencies(root) {
  if (!isInstalledIn(root)) {
    process.stderr.write("Installing dependencies. This is needed once, and takes a minute…\n");
    const { code, errors } = await runNpm(root);
    if (code !== 0) throw new SetupError(describeInstallFailure(errors, "The dependencies"));
  }
  if (!existsSync(pinnedNode(root))) throw new SetupError(SCRIPTS_BLOCKED);
}

/**
 * The same for the peer's card and all that it is made of, which only a browser test needs. They are
 * no part of the workspace: npm finds no tree that has both in it.
 *
 * @param {string} root the folder of the workspace
 */
export async function installPeerCard(root) {
  const folder = join(root, "packages", "server", "browser", "peer-card");
  if (isInstalledIn(folder)) return;
  process.stderr.write("Installing the peer's card for the browser tests. This is needed once…\n");
  const { code, errors } = await runNpm(folder);
  if (code === 0) return;
  const why = describeInstallFailure(errors, "The packages of the peer's card");
  throw new SetupError(`${why}\n${WITHOUT_BROWSER}`);
}

/**
 * Whether npm's own note of what it installed holds all that the lock file asks for. Packages that
 * are optional may be missing: most are for other platforms.
 *
 * @param {string | null} lock the text of package-lock.json
 * @param {string | null} installed the text of node_modules/.package-lock.json; `null` where there is none
 */
export function isInstalled(lock, installed) {
  if (lock === null || installed === null) return false;
  const present = packagesIn(installed);
  return Object.entries(packagesIn(lock)).every(([path, wanted]) => {
    if (path === "") return true;
    const found = present[path];
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true;
    return found.version === wanted.version;
  });
}

/**
 * @param {string} errors what npm wrote to stderr
 * @param {string} what could not be installed, in the plural and as a sentence begins
 */
export function describeInstallFailure(errors, what) {
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/.test(errors)
  ) {
    return `${what} could not be downloaded, because the npm registry cannot be reached: connect to the network (or set npm's proxy or registry) and run the same command again.`;
  }
  if (/EACCES|EPERM|EROFS/.test(errors)) {
    return `${what} could not be installed, because this folder cannot be written to: copy the project to a folder of your own and run the same command there.`;
  }
  if (errors.includes("ENOSPC")) {
    return `${what} could not be installed, because the disk is full: free about 1 GB and run the same command again.`;
  }
  const said = errors.trim().split("\n").slice(0, 15).join("\n");
  return `${what} could not be installed; npm said:\n${said}`;
}

/**
 * Not `npm ci`, which refuses a lock file that lacks an optional package of another platform. With
 * `--no-save` the lock file is obeyed and left as it is, all the same.
 */
const INSTALL = [
  "install",
  "--no-save",
  "--no-audit",
  "--no-fund",
  "--loglevel=error",
  // Asked for by name, since NODE_ENV=production would leave the development packages out.
  "--include=dev",
  "--include=optional",
  // Without a network npm would otherwise go on trying for minutes.
  "--fetch-retries=1",
  "--fetch-retry-mintimeout=1000",
  "--fetch-timeout=60000",
];

const SCRIPTS_BLOCKED =
  "The packages are installed, but not the Node they bring along, because npm was told not to run install scripts: run `npm rebuild node --ignore-scripts=false` and then the same command again.";

const WITHOUT_BROWSER =
  "`npm test -- --project unit` runs all tests but those in a browser, without them.";

/**
 * @param {string} text
 * @returns {Record<string, LockedPackage>}
 */
function packagesIn(text) {
  try {
    return JSON.parse(text).packages ?? {};
  } catch {
    return {};
  }
}

/** @param {string} folder of a package.json and its lock file */
function isInstalledIn(folder) {
  const lock = textOf(join(folder, "package-lock.json"));
  return isInstalled(lock, textOf(join(folder, "node_modules", ".package-lock.json")));
}

/** @param {string} path */
function textOf(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/**
 * @param {string} folder
 * @returns {Promise<{ code: number | null, errors: string }>}
 */
function runNpm(folder) {
  const [command, ...first] = npmCommand();
  const npm = spawn(command, [...first, ...INSTALL], {
    cwd: folder,
    env: environmentForNpm(process.env),
    stdio: ["ignore", "ignore", "pipe"],
    shell: process.platform === "win32",
  });
  let errors = "";
  npm.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
    errors += text;
  });
  return new Promise((resolve) => {
    npm.once("error", (error) => resolve({ code: null, errors: error.message }));
    npm.once("close", (code) => resolve({ code, errors }));
  });
}

/**
 * The npm that started this script, or else the one on PATH.
 *
 * @returns {[string, ...string[]]}
 */
function npmCommand() {
  const outer = process.env["npm_execpath"];
  if (outer === undefined || basename(outer) !== "npm-cli.js") return ["npm"];
  return [process.execPath, outer];
}
