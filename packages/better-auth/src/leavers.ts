import type { KeyEngine, KeyView } from "@latchkey/core";
import { engineOf, settingsOf } from "./engine-access.ts";
import type { ApiKeyOwner } from "./owners.ts";
import { type EndpointSettings, isForOrganizations } from "./options.ts";
import { removeLeaverWebhooks } from "./webhook/owner-webhooks.ts";
import { webhooksOf } from "./webhook/webhooks-access.ts";

/** Who left: one organization, or, with their account, all of them. */
export interface Leaver {
  readonly userId: string;
  /** Absent: every organization. */
  readonly organizationId?: string | undefined;
}

const BATCH = 100;

/**
 * Revokes the organizations' keys that a leaver created, where the configuration says `leavers: "revoke"`.
 * What a key was rotated into by somebody else is theirs, and stays.
 */
export async function revokeKeysOf(
  engine: KeyEngine<ApiKeyOwner>,
  { configurations }: EndpointSettings,
  { userId, organizationId }: Leaver,
): Promise<void> {
  for (const configuration of configurations.values()) {
    const { id: configuredId, options } = configuration;
    if (!isForOrganizations(configuration) || options.leavers !== "revoke") continue;
    const wanted = { configId: configuredId, createdById: userId, referenceId: organizationId };
    let left: readonly KeyView[];
    do {
      ({ records: left } = await engine.listAll({ ...wanted, status: "live", limit: BATCH }));
      for (const { id, configId, referenceId } of left) {
        await engine.revoke({ id, configId, referenceId, successor: "keep" });
      }
    } while (left.length === BATCH);
  }
}

/**
 * For applications that end memberships in some other way than through Better Auth's endpoints (a
 * directory synchronisation, say): tells the plugin that a user is no longer a member. Revokes their
 * keys of that organization, and removes the webhooks that they registered for it, where the configuration says `leavers: "revoke"`, and does nothing elsewhere.
 */
export async function memberHasLeft(
  auth: { $context: Promise<object> },
  leaver: Required<Leaver>,
): Promise<void> {
  const context = await auth.$context;
  const settings = settingsOf(context);
  await revokeKeysOf(engineOf(context), settings, leaver);
  const { userId, organizationId = "" } = leaver;
  await removeLeaverWebhooks(webhooksOf(context), settings, { userId, organizationId });
}
