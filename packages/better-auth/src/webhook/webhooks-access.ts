import { Webhooks, systemTimers } from "@latchkey/core";
import type { AuthContext } from "better-auth";
import type { SharedOptions } from "../options.ts";
import { AdapterWebhookStore } from "./adapter-webhook-store.ts";
import { httpSender } from "./http-sender.ts";
import { authSealer } from "./sealer.ts";

const SLOT = "apiKeyWebhooks";

/** The webhooks of an installation; they begin to be sent what is due. */
export function webhooksFor(
  context: AuthContext,
  { clock, timers = systemTimers, webhooks: options = {} }: SharedOptions,
): Webhooks {
  const webhooks = new Webhooks({
    store: new AdapterWebhookStore(() => context.adapter),
    sealer: authSealer(context),
    send: httpSender({ targets: options, timers }),
    targets: options,
    clock,
    timers,
    onFault: ({ during, error }) => {
      context.logger.error(`API keys: ${during} failed`, error);
    },
  });
  if (options.deliver !== false) webhooks.start();
  return webhooks;
}

/** Put on Better Auth's context by the plugin's `init`. */
export function webhooksSlot(webhooks: Webhooks): Record<string, unknown> {
  return { [SLOT]: webhooks };
}

/** @throws {Error} where the plugin is not among the installation's plugins. */
export function webhooksOf(context: object): Webhooks {
  const webhooks: unknown = Reflect.get(context, SLOT);
  if (webhooks instanceof Webhooks) return webhooks;
  throw new Error("There are no webhooks here: add apiKey() to the plugins of betterAuth().");
}

/**
 * The webhooks behind a Better Auth installation: for code that has events of its own to send (`enqueue`).
 *
 * @throws {Error} where the plugin is not among the installation's plugins.
 */
export async function getApiKeyWebhooks(auth: { $context: Promise<object> }): Promise<Webhooks> {
  return webhooksOf(await auth.$context);
}
