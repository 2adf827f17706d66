import { KeyOperationError } from "@latchkey/core";
import { SERVICE_PERMISSIONS } from "../auth/service-permissions.ts";
import { StartError } from "../run/start-error.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { type Installation, withInstallation } from "./installation.ts";
import { parseCommandLine } from "./parse-command-line.ts";

const OPTIONS = {
  owner: { type: "string" },
  name: { type: "string", default: "Service" },
  environment: { type: "string", default: "production" },
} as const;

interface Wish {
  readonly owner: string;
  readonly name: string;
  readonly environment: string;
}

async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { owner, name, environment } = parseCommandLine(args, OPTIONS).values;
  if (owner === undefined) throw new UsageError("Name the owner: --owner EMAIL.");
  const { key, record } = await withInstallation(io, (installation) =>
    createServiceKey(installation, { owner, name, environment }),
  );
  // Alone on stdout, so that it can go where secrets are kept without being seen.
  io.stdout.write(`${key}\n`);
  const end = record.expiresAt?.toISOString().slice(0, 10);
  io.stderr.write(
    `This is the only time the key is shown. It ${end === undefined ? "does not expire" : `expires on ${end}`}.\n`,
  );
  return 0;
}

/** @throws {StartError} for an owner that there is not, and for what is not allowed. */
async function createServiceKey(
  { auth, engine }: Installation,
  { owner, name, environment }: Wish,
) {
  const { internalAdapter } = await auth.$context;
  const found = await internalAdapter.findUserByEmail(owner.toLowerCase());
  if (found === null) throw new StartError(`Nobody has signed up as ${owner}: sign up first.`);
  try {
    return await engine.create({
      referenceId: found.user.id,
      name,
      environment,
      permissions: SERVICE_PERMISSIONS,
      by: { actor: { kind: "server", id: null }, address: null, client: "latchkey service-key" },
    });
  } catch (error) {
    if (!(error instanceof KeyOperationError)) throw error;
    throw new StartError(error.message);
  }
}

export const serviceKey: Command = {
  summary: "make a key by which a service verifies other keys, and print it once",
  usage: `latchkey service-key --owner EMAIL [--name NAME] [--environment NAME]

Makes a key that may call POST /api/keys/verify, and prints it, alone, to stdout: the only time that
it is seen. Administrators can make such keys in the page, too.

  --owner EMAIL        whose key it is: somebody who has signed up
  --name NAME          what it is called; Service if absent
  --environment NAME   one of development, production and ci, which say how long it lives; production
                       if absent

The database is the one that the server's variables name; servers may be running.
`,
  run,
};
