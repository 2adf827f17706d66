"use client";
import { useIsAdministrator } from "../overview/use-is-administrator.ts";
import { useAuthUI } from "../provider/use-auth-ui.ts";
import { settingsViews } from "./settings-view.ts";

export interface SettingsViews {
  /** In the order of the navigation. */
  views: ReturnType<typeof settingsViews>;
  /** Whether there may be more: those for administrators, while it is not known whether the user is one. */
  isPending: boolean;
}

/** The views that there are for the user, for a navigation of one's own. */
export function useSettingsViews(): SettingsViews {
  const hasApiKeys = useAuthUI().apiKey !== null;
  const isAdministrator = useIsAdministrator(hasApiKeys);
  return {
    views: settingsViews({ hasApiKeys, isAdministrator: isAdministrator === true }),
    isPending: isAdministrator === undefined,
  };
}
