"use client";
import { useKeyPolicy } from "../api-keys/use-keys.ts";
import { useAuthClient } from "../provider/use-auth-ui.ts";
import { useViewer } from "../provider/use-viewer.ts";

/**
 * Whether the viewer may look at everybody's keys; `undefined` until it is known, so that nothing is shown that has
 * to go again. Where the server could not say, they may not.
 */
export function useIsAdministrator(enabled = true): boolean | undefined {
  const { viewer } = useViewer(useAuthClient());
  const { data, failure } = useKeyPolicy(viewer, enabled);
  if (!enabled || viewer.kind === "signed-out" || failure !== null) return false;
  return data?.isAdministrator;
}
