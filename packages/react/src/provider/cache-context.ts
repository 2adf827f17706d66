"use client";
import type { QueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";

/** Our own query client, beside the host's: never given to `QueryClientProvider`, which would hide theirs. */
export const CacheContext = createContext<QueryClient | null>(null);

export function useCache(): QueryClient {
  const cache = useContext(CacheContext);
  if (cache === null) throw new Error("Latchkey: no query client above this component.");
  return cache;
}
