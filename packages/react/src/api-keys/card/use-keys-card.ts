"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { type RefObject, useCallback, useState } from "react";
import { fill } from "../../localization/message.ts";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { useViewer } from "../../provider/use-viewer.ts";
import { answerOf, type RequestFailure } from "../../request/failure.ts";
import { useRequest } from "../../request/use-request.ts";
import { keyTitle } from "../key-display.ts";
import { FIRST_VIEW, type KeyListView, PAGE_SIZE } from "../key-queries.ts";
import type { KeyAction } from "../row-menu/key-actions.ts";
import {
  type PolicyState,
  useHasKeys,
  useKeyList,
  useKeyPolicy,
  usePredecessor,
  useReloadKeys,
} from "../use-keys.ts";
import { focusAfter } from "./focus-after.ts";
import { type ListPhase, listPhase } from "./list-phase.ts";

/** What is open over the list. Never holds a secret: the dialogs that make keys keep that to themselves. */
export type OpenDialog = { kind: "create" } | { kind: DialogAction; key: ApiKey; index: number };

type DialogAction = Exclude<KeyAction, "enable" | "disable">;

export interface KeysCardState {
  view: KeyListView;
  setView: (view: KeyListView) => void;
  phase: ListPhase;
  /** What is on screen belongs to the view before: the one asked for is on its way. */
  isStale: boolean;
  retry: () => void;
  dialog: OpenDialog | null;
  open: (dialog: OpenDialog) => void;
  closed: () => void;
  /** To be called when a dialog closes: the element that comes next. */
  nextFocus: () => HTMLElement | null;
  notice: string | null;
  failure: RequestFailure | null;
  dismissNotice: () => void;
  /** Says what was done, and brings the list up to date. */
  done: (notice: string) => Promise<void>;
  policy: PolicyState;
  /** The key that the one to be revoked has replaced. */
  predecessor: ApiKey | undefined;
  /** A key was made: shows the list where it is to be found, on top. */
  created: () => Promise<void>;
  act: (action: KeyAction, key: ApiKey, index: number) => void;
  busyId: string | null;
}

export function useKeysCard(root: RefObject<HTMLElement | null>): KeysCardState {
  const client = useAuthClient();
  const { viewer, refetch } = useViewer(client);
  const [view, setView] = useState(FIRST_VIEW);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const list = useKeyList(viewer, view);
  const hasKeys = useHasKeys(viewer, list.data?.total === 0);
  const policy = useKeyPolicy(viewer, list.data !== undefined || dialog !== null);
  const revoking = dialog?.kind === "revoke" ? dialog.key : null;
  const predecessor = usePredecessor(viewer, revoking, list.data?.apiKeys ?? []);
  const reload = useReloadKeys(viewer);
  const [notice, setNotice] = useState<string | null>(null);

  const done = useCallback(
    async (message: string) => {
      setNotice(message);
      await reload();
    },
    [reload],
  );
  const toggle = useToggle(done);

  leaveEmptyPage(view, list.isPlaceholderData ? undefined : list.data, setView);

  return {
    view,
    setView,
    phase: listPhase(viewer, view, list, hasKeys),
    isStale: list.isPlaceholderData,
    retry: () => void Promise.all([refetch(), reload()]),
    dialog,
    open: (next) => {
      setNotice(null);
      setDialog(next);
    },
    closed: () => setDialog(null),
    nextFocus: () => focusAfter(root.current, dialog),
    notice,
    failure: toggle.failure,
    dismissNotice: () => setNotice(null),
    done,
    policy,
    predecessor,
    created: async () => {
      setView(FIRST_VIEW);
      await reload();
    },
    busyId: toggle.busyId,
    act: (action, key, index) => {
      setNotice(null);
      if (action === "enable" || action === "disable") toggle.run(key, action === "enable");
      else setDialog({ kind: action, key, index });
    },
  };
}

/** Disabling and enabling can be undone, so they ask nothing; what they did is said only once it is so. */
function useToggle(done: (notice: string) => Promise<void>) {
  const client = useAuthClient();
  const { text } = useText();
  const request = useRequest();
  const [busyId, setBusyId] = useState<string | null>(null);

  const run = async (key: ApiKey, enabled: boolean) => {
    setBusyId(key.id);
    await request.run(async () => {
      await answerOf(client.apiKey.update({ keyId: key.id, enabled }));
      const message = enabled ? text.NOTICE_ENABLED : text.NOTICE_DISABLED;
      await done(fill(message, { name: keyTitle(key) }));
    });
    setBusyId(null);
  };
  return {
    failure: request.failure,
    busyId,
    run: (key: ApiKey, enabled: boolean) => void run(key, enabled),
  };
}

/** The last key of the last page may have gone: there is a page before it to show. */
function leaveEmptyPage(
  view: KeyListView,
  page: { apiKeys: readonly unknown[]; total: number } | undefined,
  setView: (view: KeyListView) => void,
): void {
  if (page === undefined || page.apiKeys.length > 0 || view.page === 0) return;
  setView({ ...view, page: Math.max(0, Math.ceil(page.total / PAGE_SIZE) - 1) });
}
