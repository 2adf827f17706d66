import type { KeyEngine } from "@latchkey/core";
import type { KeyOwner } from "./owners.ts";

const SLOT = "apiKeyEngine";

/** The engine of an installation, put on Better Auth's context by the plugin's `init`. */
export function engineSlot(engine: KeyEngine<KeyOwner>): Record<string, unknown> {
  return { [SLOT]: engine };
}

/** @throws {Error} where the plugin is not among the installation's plugins. */
export function engineOf(context: object): KeyEngine<KeyOwner> {
  const engine: unknown = Reflect.get(context, SLOT);
  if (!isEngine(engine)) {
    throw new Error("There is no key engine here: add apiKey() to the plugins of betterAuth().");
  }
  return engine;
}

/**
 * The engine behind a Better Auth installation: the shortest way to a verification, and the one to
 * close at shutdown.
 *
 * @throws {Error} where the plugin is not among the installation's plugins.
 */
export async function getApiKeyEngine(auth: {
  $context: Promise<object>;
}): Promise<KeyEngine<KeyOwner>> {
  return engineOf(await auth.$context);
}

function isEngine(value: unknown): value is KeyEngine<KeyOwner> {
  return typeof value === "object" && value !== null && "verify" in value;
}
