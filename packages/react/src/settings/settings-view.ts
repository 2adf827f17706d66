import type { Localization } from "../localization/localization.ts";

export type SettingsView = "ACCOUNT" | "SECURITY" | "API_KEYS";

const VIEWS: readonly SettingsView[] = ["ACCOUNT", "SECURITY", "API_KEYS"];

/** The views there are, in the order of the navigation. A view's text goes by the view's own name. */
export function settingsViews(hasApiKeys: boolean): (SettingsView & keyof Localization)[] {
  return VIEWS.filter((view) => view !== "API_KEYS" || hasApiKeys);
}
