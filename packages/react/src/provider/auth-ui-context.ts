"use client";
import { createContext } from "react";
import type { AuthUIClient } from "../client/auth-client.ts";
import type { KeyDefaults } from "../client/key-defaults.ts";
import type { Localization } from "../localization/localization.ts";

export interface AuthUI {
  /** The provider's client; keys that it creates start from the provider's `apiKey` prefix and metadata. */
  authClient: AuthUIClient;
  /** What new keys start from; `null` where API keys are not enabled. */
  apiKey: KeyDefaults | null;
  localization: Localization;
  /** BCP 47: how dates, numbers and plurals are written. */
  locale: string;
}

const OUTSIDE =
  "Latchkey: there is no <AuthUIProvider> above this component, so it has no auth client to work with. " +
  "Wrap your application (or at least this page) in <AuthUIProvider authClient={authClient} apiKey>.";

/** Throws where any of it is read, so that a missing provider is told at once and by name. */
class NoProvider implements AuthUI {
  get authClient(): never {
    throw new Error(OUTSIDE);
  }
  get apiKey(): never {
    throw new Error(OUTSIDE);
  }
  get localization(): never {
    throw new Error(OUTSIDE);
  }
  get locale(): never {
    throw new Error(OUTSIDE);
  }
}

export const AuthUIContext = createContext<AuthUI>(new NoProvider());
