import { AdapterAlertStore } from "@latchkey/better-auth";
import type { NewAlert } from "@latchkey/core";
import { newAlert } from "@latchkey/core/testing";
import type { Member } from "./member.ts";
import { writeRows } from "./write-rows.ts";

/** Puts alerts straight into a server's database, raised this moment, as if their causes had been seen. */
export async function insertAlerts(
  databasePath: string,
  owner: Member,
  alerts: readonly (Partial<NewAlert> & Pick<NewAlert, "keyId">)[],
): Promise<void> {
  const referenceId = await owner.userId();
  const now = new Date();
  await writeRows(databasePath, async (adapter) => {
    const store = new AdapterAlertStore(() => adapter);
    for (const alert of alerts) {
      await store.insert(newAlert({ raisedAt: now, lastSeenAt: now, ...alert, referenceId }));
    }
  });
}
