import type { KeyEngine } from "@latchkey/core";
import type { EndpointSettings } from "./options.ts";
import type { ApiKeyOwner } from "./owners.ts";

const SLOT = "apiKeyEngine";
const SETTINGS_SLOT = "apiKeySettings";
const ABSENT = "There is no key engine here: add apiKey() to the plugins of betterAuth().";

/** The engine of an installation and what its endpoints know, put on Better Auth's context by the plugin's `init`. */
export function engineSlot(
  engine: KeyEngine<ApiKeyOwner>,
  settings: EndpointSettings,
): Record<string, unknown> {
  return { [SLOT]: engine, [SETTINGS_SLOT]: settings };
}

/** @throws {Error} where the plugin is not among the installation's plugins. */
export function settingsOf(context: object): EndpointSettings {
  const settings: unknown = Reflect.get(context, SETTINGS_SLOT);
  if (!isSettings(settings)) throw new Error(ABSENT);
  return settings;
}

/** @throws {Error} where the plugin is not among the installation's plugins. */
export function engineOf(context: object): KeyEngine<ApiKeyOwner> {
  const engine: unknown = Reflect.get(context, SLOT);
  if (!isEngine(engine)) throw new Error(ABSENT);
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
}): Promise<KeyEngine<ApiKeyOwner>> {
  return engineOf(await auth.$context);
}

function isEngine(value: unknown): value is KeyEngine<ApiKeyOwner> {
  return typeof value === "object" && value !== null && "verify" in value;
}

function isSettings(value: unknown): value is EndpointSettings {
  return typeof value === "object" && value !== null && "configurations" in value;
}
