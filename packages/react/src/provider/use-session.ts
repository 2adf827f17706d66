"use client";
import type { AuthUIClient, SessionState } from "../client/auth-client.ts";

export function useSession(client: AuthUIClient): SessionState {
  // The hook comes with the client, and the client is the provider's: the same on every render.
  // oxlint-disable-next-line react/hooks
  return client.useSession();
}
