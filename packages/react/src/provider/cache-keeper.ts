"use client";
import type { QueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { dropOtherUsers } from "../api-keys/key-queries.ts";
import type { AuthUIClient } from "../client/auth-client.ts";
import { useSession } from "./use-session.ts";

export interface CacheKeeperProps {
  authClient: AuthUIClient;
  cache: QueryClient;
}

/** Lets go of what was loaded for a user as soon as someone else, or nobody, is signed in. */
export function CacheKeeper({ authClient, cache }: CacheKeeperProps) {
  const { data, isPending } = useSession(authClient);
  const userId = data?.user.id ?? null;
  const known = useRef<string | null>(null);

  useEffect(() => {
    cache.mount();
    return () => cache.unmount();
  }, [cache]);

  useEffect(() => {
    if (isPending) return;
    if (known.current !== null && known.current !== userId) dropOtherUsers(cache, userId);
    known.current = userId;
  }, [cache, isPending, userId]);

  return null;
}
