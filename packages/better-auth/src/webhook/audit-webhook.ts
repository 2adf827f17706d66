import type { AuditChange, Webhook } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";
import type { Actor } from "../endpoint/actor.ts";
import { byOf } from "../endpoint/by.ts";
import { engineOf } from "../engine-access.ts";

type WebhookAuditAction =
  "webhookCreated" | "webhookUpdated" | "webhookDeleted" | "webhookSecretRotated";

/** Writes down what was done to a webhook, after it was. */
export async function auditWebhook(
  ctx: GenericEndpointContext,
  actor: Actor,
  action: WebhookAuditAction,
  { before, after }: { readonly before: Webhook | null; readonly after: Webhook | null },
): Promise<void> {
  const webhook = after ?? before;
  await engineOf(ctx.context).audit.note({
    action,
    referenceId: webhook?.referenceId ?? null,
    configId: webhook?.configId ?? null,
    changes: differences(told(before), told(after)),
    reason: webhook?.id ?? null,
    by: byOf(ctx, actor),
  });
}

type Told = Readonly<Record<string, AuditChange["before"]>>;

/** Of the URL the host: for some receivers the rest of it is a secret. */
function told(webhook: Webhook | null): Told {
  if (webhook === null) return {};
  const { url, types, enabled, description, secretHint } = webhook;
  return { host: new URL(url).host, types: types.join(" "), enabled, description, secretHint };
}

function differences(before: Told, after: Told): Record<string, AuditChange> {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    fields
      .map((field): [string, AuditChange] => [
        field,
        { before: before[field] ?? null, after: after[field] ?? null },
      ])
      .filter(([, change]) => change.before !== change.after),
  );
}
