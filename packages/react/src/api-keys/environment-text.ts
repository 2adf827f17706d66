import type { Localization } from "../localization/localization.ts";
import { fill } from "../localization/message.ts";

const KNOWN = {
  development: ["ENVIRONMENT_DEVELOPMENT", "NAME_PLACEHOLDER_DEVELOPMENT"],
  production: ["ENVIRONMENT_PRODUCTION", "API_KEY_NAME_PLACEHOLDER"],
  ci: ["ENVIRONMENT_CI", "NAME_PLACEHOLDER_CI"],
} as const satisfies Record<string, readonly (keyof Localization)[]>;

/** An environment's name for people: those that most have in their language, others as they are written. */
export function environmentTitle(name: string, text: Localization): string {
  if (isKnown(name)) return text[KNOWN[name][0]];
  const words = name.replace(/[-_\s]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An example of a good name for a key of this environment; `null`: of none. */
export function namePlaceholder(environment: string | null, text: Localization): string {
  if (environment === null) return text.API_KEY_NAME_PLACEHOLDER;
  if (isKnown(environment)) return text[KNOWN[environment][1]];
  const title = environmentTitle(environment, text);
  return fill(text.NAME_PLACEHOLDER_ENVIRONMENT, { environment: title });
}

function isKnown(name: string): name is keyof typeof KNOWN {
  return Object.hasOwn(KNOWN, name);
}
