import type { OwnerKind, Webhooks } from "@latchkey/core";
import { type EndpointSettings, isForOrganizations } from "../options.ts";

/** Removes the webhooks of an owner who is no more. */
export async function removeWebhooksOf(
  webhooks: Webhooks,
  { configurations }: EndpointSettings,
  kind: OwnerKind,
  referenceId: string,
): Promise<void> {
  for (const configuration of configurations.values()) {
    if (isForOrganizations(configuration) !== (kind === "organization")) continue;
    await webhooks.removeAll({ configId: configuration.id, referenceId });
  }
}

/** Removes the organization's webhooks that a leaver registered, where the configuration says `leavers: "revoke"`. */
export async function removeLeaverWebhooks(
  webhooks: Webhooks,
  { configurations }: EndpointSettings,
  leaver: { readonly userId: string; readonly organizationId: string },
): Promise<void> {
  for (const configuration of configurations.values()) {
    if (!isForOrganizations(configuration) || configuration.options.leavers !== "revoke") continue;
    const scope = { configId: configuration.id, referenceId: leaver.organizationId };
    for (const { id, createdById } of await webhooks.list(scope)) {
      if (createdById === leaver.userId) await webhooks.remove(id);
    }
  }
}
