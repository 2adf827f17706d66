import type { Localization } from "../localization/localization.ts";

export type SettingsView = "ACCOUNT" | "SECURITY" | "API_KEYS" | "WEBHOOKS" | "API_KEYS_OVERVIEW";

const VIEWS: readonly SettingsView[] = [
  "ACCOUNT",
  "SECURITY",
  "API_KEYS",
  "WEBHOOKS",
  "API_KEYS_OVERVIEW",
];

/** The views there are, in the order of the navigation. A view's text goes by the view's own name. */
export function settingsViews(who: {
  hasApiKeys: boolean;
  isAdministrator: boolean;
}): (SettingsView & keyof Localization)[] {
  return VIEWS.filter((view) => {
    if (view === "API_KEYS_OVERVIEW") return who.hasApiKeys && who.isAdministrator;
    return (view !== "API_KEYS" && view !== "WEBHOOKS") || who.hasApiKeys;
  });
}
