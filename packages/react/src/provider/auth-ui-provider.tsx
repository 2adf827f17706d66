"use client";
import { QueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import type { AuthUIClient } from "../client/auth-client.ts";
import { clientWithDefaults, type KeyDefaults } from "../client/key-defaults.ts";
import { ENGLISH } from "../localization/english.ts";
import { type Localization, mergeLocalization } from "../localization/localization.ts";
import { AuthUIContext } from "./auth-ui-context.ts";
import { CacheContext } from "./cache-context.ts";
import { CacheKeeper } from "./cache-keeper.ts";

export interface AuthUIProviderProps {
  /** From `createAuthClient({ plugins: [apiKeyClient()] })` of `better-auth/react`. */
  authClient: AuthUIClient;
  /** Enables API keys. `prefix` and `metadata` are what new keys get unless the call that creates them says otherwise. */
  apiKey?: boolean | KeyDefaults;
  /** Texts to use instead of the English ones. */
  localization?: Partial<Localization>;
  /** BCP 47 language tag for dates, numbers and plurals; the language of `localization`. Default: `en`. */
  locale?: string;
  children: ReactNode;
}

/** Gives the components below it their auth client, texts and cache. Renders nothing of its own. */
export function AuthUIProvider(props: AuthUIProviderProps) {
  const { authClient, apiKey = false, localization, locale = "en", children } = props;
  const defaults = useDefaults(apiKey);
  const [cache] = useState(() => new QueryClient());

  const value = useMemo(
    () => ({
      authClient: defaults === null ? authClient : clientWithDefaults(authClient, defaults),
      apiKey: defaults,
      localization: mergeLocalization(ENGLISH, localization),
      locale,
    }),
    [authClient, defaults, localization, locale],
  );

  return (
    <AuthUIContext.Provider value={value}>
      <CacheContext.Provider value={cache}>
        <CacheKeeper authClient={authClient} cache={cache} />
        {children}
      </CacheContext.Provider>
    </AuthUIContext.Provider>
  );
}

/** The same object for as long as it says the same: the prop is often written in place, new on each render. */
function useDefaults(apiKey: boolean | KeyDefaults): KeyDefaults | null {
  const json = JSON.stringify(apiKey);
  return useMemo(() => {
    const option: boolean | KeyDefaults = JSON.parse(json);
    if (option === false) return null;
    return option === true ? {} : option;
  }, [json]);
}
