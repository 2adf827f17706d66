import { KeyOperationError } from "../code/operation-error.ts";
import type { WebhookStore } from "../port/webhook-store.ts";
import type { StoredWebhook, WebhookChange } from "./webhook.ts";

/** How often a change starts over because others change the webhook meanwhile. */
const MAX_ATTEMPTS = 10;

/**
 * Changes a webhook by what it is at that moment; `null` where it is gone.
 *
 * @throws {KeyOperationError} `WEBHOOK_BUSY`.
 */
export async function changeWebhook(
  store: WebhookStore,
  id: string,
  change: (current: StoredWebhook) => WebhookChange | Promise<WebhookChange>,
): Promise<StoredWebhook | null> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const current = await store.find(id);
    if (current === null) return null;
    const changed = await store.change(id, current.version, await change(current));
    if (changed !== null) return changed;
  }
  throw new KeyOperationError("WEBHOOK_BUSY");
}
