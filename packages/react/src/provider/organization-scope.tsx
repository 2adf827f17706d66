"use client";
import { QueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { clientForOrganization } from "../client/organization-client.ts";
import { AuthUIContext } from "./auth-ui-context.ts";
import { CacheContext } from "./cache-context.ts";
import { CacheKeeper } from "./cache-keeper.ts";
import { useAuthUI } from "./use-auth-ui.ts";

export interface OrganizationScopeProps {
  /** The same for as long as the scope lives: give it as `key`, too. */
  organizationId: string;
  children: ReactNode;
}

/**
 * What is below it is about an organization's keys. They have a cache of their own, so that no list can
 * stand in for that of another organization or of the user.
 */
export function OrganizationScope({ organizationId, children }: OrganizationScopeProps) {
  const outer = useAuthUI();
  const [cache] = useState(() => new QueryClient());
  const value = useMemo(
    () => ({ ...outer, authClient: clientForOrganization(outer.authClient, organizationId) }),
    [outer, organizationId],
  );
  return (
    <AuthUIContext.Provider value={value}>
      <CacheContext.Provider value={cache}>
        <CacheKeeper authClient={value.authClient} cache={cache} />
        {children}
      </CacheContext.Provider>
    </AuthUIContext.Provider>
  );
}
