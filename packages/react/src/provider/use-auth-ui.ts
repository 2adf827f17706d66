"use client";
import { useContext } from "react";
import type { AuthUIClient } from "../client/auth-client.ts";
import type { Localization } from "../localization/localization.ts";
import { type AuthUI, AuthUIContext } from "./auth-ui-context.ts";

export function useAuthUI(): AuthUI {
  return useContext(AuthUIContext);
}

export function useAuthClient(): AuthUIClient {
  return useContext(AuthUIContext).authClient;
}

export function useText(): { text: Localization; locale: string } {
  const { localization, locale } = useContext(AuthUIContext);
  return { text: localization, locale };
}
