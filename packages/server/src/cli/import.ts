import type { Command, CommandIo } from "./command.ts";
import { UsageError } from "./command.ts";
import { type ImportParts, type LineCounts, importLines } from "./import/import-lines.ts";
import { type Rereadable, withSource } from "./import/source.ts";
import { type Installation, withInstallation } from "./installation.ts";
import { parseCommandLine } from "./parse-command-line.ts";

const OPTIONS = { "dry-run": { type: "boolean" }, "skip-invalid": { type: "boolean" } } as const;

interface ImportFlags {
  readonly dryRun: boolean;
  readonly skipInvalid: boolean;
}

async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positional: file } = parseCommandLine(args, OPTIONS, { name: "file" });
  if (file === undefined) throw new UsageError("Name a file, or - for standard input.");
  const flags = {
    dryRun: values["dry-run"] === true,
    skipInvalid: values["skip-invalid"] === true,
  };
  return withSource(file, io, (source) =>
    withInstallation(io, (installation) => importFrom(source, { installation, io, flags })),
  );
}

async function importFrom(
  source: Rereadable,
  { installation, io, flags }: { installation: Installation; io: CommandIo; flags: ImportFlags },
): Promise<number> {
  const parts = importParts(installation, io);
  if (flags.dryRun || !flags.skipInvalid) {
    const checked = await importLines(source(), parts, { dryRun: true });
    const isStopped = checked.wrong > 0 && !flags.skipInvalid;
    if (flags.dryRun || isStopped) {
      io.stdout.write(`${isStopped ? stopped(checked) : summary(checked, "would be")}\n`);
      return isStopped ? 1 : 0;
    }
  }
  // What the check has found is said: this time only what has gone wrong since.
  const counts = await importLines(source(), parts, { dryRun: false });
  io.stdout.write(`${summary(counts, "were")}\n`);
  return counts.wrong > 0 && !flags.skipInvalid ? 1 : 0;
}

function importParts({ auth, engine }: Installation, { stderr }: CommandIo): ImportParts {
  return {
    engine,
    async userIdOf(email) {
      const { internalAdapter } = await auth.$context;
      const found = await internalAdapter.findUserByEmail(email.toLowerCase());
      return found?.user.id ?? null;
    },
    report(line, outcome) {
      if (outcome.kind === "wrong") stderr.write(`line ${line}: ${outcome.problem}\n`);
    },
  };
}

function stopped({ wrong }: LineCounts): string {
  return `Nothing was written: ${lines(wrong)} wrong. Put them right, or leave them out with --skip-invalid.`;
}

function summary({ imported, importable, present, wrong }: LineCounts, verb: string): string {
  const keys = imported + importable;
  const parts = [
    `${keys} ${keys === 1 ? "key" : "keys"} ${keys === 1 && verb === "were" ? "was" : verb} imported`,
    ...(present > 0 ? [`${present} already there`] : []),
    ...(wrong > 0 ? [`${lines(wrong)} wrong and left out`] : []),
  ];
  return `${parts.join("; ")}.`;
}

function lines(count: number): string {
  return count === 1 ? "1 line is" : `${count} lines are`;
}

export const importCommand: Command = {
  summary: "bring in keys that were hashed elsewhere",
  usage: `latchkey import FILE [--dry-run] [--skip-invalid]

Reads one JSON object a line from FILE, or from standard input where that is -. Every line is checked
first, and what is wrong is said with its number; if anything is, nothing is written. Keys that are
there already are left as they are, so that the same file can be imported again.

  --dry-run        check only, and say what would be imported
  --skip-invalid   leave out the lines that are wrong, and import the others

  {"hash": "…", "hashFormat": "sha256-hex", "email": "ada@example.com", "name": "Payment Service"}

hashFormat is sha256-hex, sha256-base64, sha256-base64url or bcrypt (of the key itself, which must not
have more than 72 bytes; such a key needs "start", the 4 to 32 characters that it begins with). The
owner is named by email, userId or referenceId. Optional: name, start, prefix, environment, metadata,
permissions, allowedAddresses, enabled, createdAt, expiresAt, revokedAt, lastRequest, remaining,
refillAmount, refillInterval, lastRefillAt, rateLimitEnabled, rateLimitMax, rateLimitTimeWindow,
createdById, configId.

The database is the one that the server's variables name; servers may be running. It takes up to a
minute until a server that had no imported keys looks for them.
`,
  run,
};
