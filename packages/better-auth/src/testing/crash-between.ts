import { createKeyEngine } from "@latchkey/core";
import { instantHasher } from "@latchkey/core/testing";
import { sqliteStore } from "./adapter-stores.ts";

/*
 * A process of its own on the SQLite file that it is told of. It creates, renames or deletes a key,
 * says so, and stops dead between the change and the entry that tells of it: it waits there to be
 * killed.
 */

const [, , path = "", kind = "", id = ""] = process.argv;
const { store, registers, log } = await sqliteStore(path);

const engine = createKeyEngine({
  store,
  registers: {
    read: (name) => registers.read(name),
    write: async (name, value, version) => {
      if (!name.startsWith("audit")) return registers.write(name, value, version);
      process.stdout.write("changed\n");
      return new Promise<never>(() => {
        setInterval(() => undefined, 60_000);
      });
    },
  },
  auditLog: log,
  owners: { find: async (ownerId) => ({ id: ownerId }) },
  hasher: instantHasher(),
});

const reference = { id, referenceId: "owner" };
if (kind === "create") await engine.create({ referenceId: "owner", name: "made by the dead" });
if (kind === "rename") await engine.update({ ...reference, name: "renamed by the dead" });
if (kind === "revoke") await engine.revoke(reference);
if (kind === "delete") await engine.delete(reference);
