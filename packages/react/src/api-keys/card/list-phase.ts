import type { Viewer } from "../../provider/use-viewer.ts";
import { isSessionExpired, RequestFailure } from "../../request/failure.ts";
import { isUnnarrowed, type KeyListView } from "../key-list-view.ts";
import type { ShownPage } from "../key-queries.ts";

export type ListPhase =
  | { kind: "loading" }
  | { kind: "session-expired" }
  | { kind: "failed"; failure: RequestFailure }
  | { kind: "empty"; reason: EmptyReason; view: KeyListView }
  | { kind: "keys"; page: ShownPage };

/** `none`: no key at all. `no-current`: all are over. `no-match`: none is what was asked for. */
export type EmptyReason = "none" | "no-current" | "no-match";

interface Loaded<T> {
  data: T | undefined;
  error: unknown;
}

const NO_ANSWER = new RequestFailure(0, null, "");

/** What the list has to show. `hasKeys` counts only where {@link isUndecided} says so. */
export function listPhase(
  viewer: Viewer,
  list: Loaded<ShownPage>,
  hasKeys: Loaded<boolean>,
): ListPhase {
  if (viewer.kind === "signed-out") return { kind: "session-expired" };
  if (viewer.kind === "unreachable") return { kind: "failed", failure: NO_ANSWER };
  if (viewer.kind === "pending") return { kind: "loading" };
  if (isSessionExpired(list.error)) return { kind: "session-expired" };
  if (list.data === undefined) return unloaded(list.error);
  if (list.data.total > 0) return { kind: "keys", page: list.data };
  const { view } = list.data;
  if (!isUndecided(list.data)) return { kind: "empty", reason: "no-match", view };
  if (hasKeys.data === undefined) return unloaded(hasKeys.error);
  return { kind: "empty", reason: emptyReason(hasKeys.data, view), view };
}

/** Whether only another question can tell having no key at all from having none that is shown. */
export function isUndecided(page: ShownPage | undefined): boolean {
  return page?.total === 0 && isUnnarrowed(page.view);
}

function emptyReason(hasKeys: boolean, { filter }: KeyListView): EmptyReason {
  if (!hasKeys) return "none";
  return filter === "live" ? "no-current" : "no-match";
}

function unloaded(error: unknown): ListPhase {
  if (isSessionExpired(error)) return { kind: "session-expired" };
  if (error === null) return { kind: "loading" };
  return { kind: "failed", failure: error instanceof RequestFailure ? error : NO_ANSWER };
}
