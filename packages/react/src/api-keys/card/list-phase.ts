import type { ApiKeyPage } from "@latchkey/better-auth/client";
import type { Viewer } from "../../provider/use-viewer.ts";
import { isSessionExpired, RequestFailure } from "../../request/failure.ts";
import type { KeyListView } from "../key-queries.ts";

export type ListPhase =
  | { kind: "loading" }
  | { kind: "session-expired" }
  | { kind: "failed"; failure: RequestFailure }
  /** `none`: no key at all. `no-current`: all are over. `no-match`: none has the chosen status. */
  | { kind: "empty"; reason: "none" | "no-current" | "no-match" }
  | { kind: "keys"; page: ApiKeyPage };

interface Loaded<T> {
  data: T | undefined;
  error: unknown;
}

const NO_ANSWER = new RequestFailure(0, null, "");

/** What the list has to show. `hasKeys` counts only once a page turned out empty. */
export function listPhase(
  viewer: Viewer,
  view: KeyListView,
  list: Loaded<ApiKeyPage>,
  hasKeys: Loaded<boolean>,
): ListPhase {
  if (viewer.kind === "signed-out") return { kind: "session-expired" };
  if (viewer.kind === "unreachable") return { kind: "failed", failure: NO_ANSWER };
  if (viewer.kind === "pending") return { kind: "loading" };
  if (isSessionExpired(list.error)) return { kind: "session-expired" };
  if (list.data === undefined) return unloaded(list.error);
  if (list.data.total > 0) return { kind: "keys", page: list.data };
  if (hasKeys.data === undefined) return unloaded(hasKeys.error);
  if (!hasKeys.data) return { kind: "empty", reason: "none" };
  return { kind: "empty", reason: view.filter === "live" ? "no-current" : "no-match" };
}

function unloaded(error: unknown): ListPhase {
  if (isSessionExpired(error)) return { kind: "session-expired" };
  if (error === null) return { kind: "loading" };
  return { kind: "failed", failure: error instanceof RequestFailure ? error : NO_ANSWER };
}
