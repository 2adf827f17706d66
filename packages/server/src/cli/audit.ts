import { type KeyAudit, auditLine } from "@latchkey/core";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { withInstallation } from "./installation.ts";
import { parseCommandLine } from "./parse-command-line.ts";

const TASKS: Readonly<Record<string, (audit: KeyAudit, io: CommandIo) => Promise<number>>> = {
  verify,
  export: exportEntries,
};

async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { positional } = parseCommandLine(args, {}, { name: "task" });
  const task = Object.hasOwn(TASKS, positional ?? "") ? TASKS[positional ?? ""] : undefined;
  if (task === undefined) throw new UsageError("It must be told what to do: verify or export.");
  return withInstallation(io, ({ engine }) => task(engine.audit, io));
}

async function verify(audit: KeyAudit, { stdout }: CommandIo): Promise<number> {
  const verdict = await audit.verify();
  if (!verdict.intact) {
    stdout.write(`The audit log is not as it was written. ${verdict.message}\n`);
    return 1;
  }
  const { seq, hash } = verdict.head;
  stdout.write(
    seq === 0
      ? "The audit log is intact: it has no entries yet.\n"
      : `The audit log is intact: ${seq} ${seq === 1 ? "entry" : "entries"}, the last with the hash ${hash}.\n`,
  );
  return 0;
}

async function exportEntries(audit: KeyAudit, { stdout }: CommandIo): Promise<number> {
  for await (const entry of audit.entries({})) stdout.write(auditLine(entry));
  return 0;
}

export const audit: Command = {
  summary: "verify that the audit log is as it was written, or export it",
  usage: `latchkey audit verify
latchkey audit export

verify reads the whole audit log and says whether it is as it was written: exit code 0 if it is, 1
with the first entry that was altered or is missing if it is not. The hash that it says the last
entry has is worth keeping elsewhere: it covers everything before.

export writes every entry to stdout as JSON Lines, oldest first.

Both work on the database that the server's variables name, while it runs or not.
`,
  run,
};
