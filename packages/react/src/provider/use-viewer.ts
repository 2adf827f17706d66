"use client";
import type { AuthUIClient } from "../client/auth-client.ts";
import { useSession } from "./use-session.ts";

/** Who is looking. `unreachable`: the session could not be asked for, which is not the same as none. */
export type Viewer =
  | { kind: "pending" }
  | { kind: "unreachable" }
  | { kind: "signed-out" }
  | { kind: "signed-in"; userId: string; sessionId: string };

export function useViewer(client: AuthUIClient): { viewer: Viewer; refetch: () => Promise<void> } {
  const { data, isPending, error, refetch } = useSession(client);
  if (data !== null) {
    const viewer = { kind: "signed-in", userId: data.user.id, sessionId: data.session.id } as const;
    return { viewer, refetch };
  }
  if (isPending) return { viewer: { kind: "pending" }, refetch };
  const isRefused = error === null || statusOf(error) === 401;
  return { viewer: { kind: isRefused ? "signed-out" : "unreachable" }, refetch };
}

function statusOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "status" in error
    ? error.status
    : undefined;
}
