"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { type RefObject, useCallback, useState } from "react";
import { fill } from "../../localization/message.ts";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { useViewer } from "../../provider/use-viewer.ts";
import { answerOf, isOutdated, type RequestFailure } from "../../request/failure.ts";
import { useRequest } from "../../request/use-request.ts";
import { keyTitle } from "../key-display.ts";
import { FIRST_VIEW } from "../key-list-view.ts";
import type { KeyAction } from "../row-menu/key-actions.ts";
import { type PolicyState, useKeyPolicy, usePredecessor, useReloadKeys } from "../use-keys.ts";
import { focusAfter } from "./focus-after.ts";
import { type DialogsState, useDialogs } from "./use-dialogs.ts";
import { type ListState, useList } from "./use-list.ts";

export interface KeysCardState {
  list: ListState;
  /** Whoever is looking; empty while nobody is signed in. */
  userId: string;
  retry: () => void;
  dialogs: DialogsState;
  create: () => void;
  /** To be called when a dialog closes: the element that comes next. */
  nextFocus: () => HTMLElement | null;
  notice: string | null;
  failure: RequestFailure | null;
  dismissNotice: () => void;
  /** Says what was done, and brings the list up to date. */
  done: (notice: string) => Promise<void>;
  /** Says nothing: whoever made the request does. Brings the list up to date where it was not. */
  failed: (failure: RequestFailure) => void;
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
  const list = useList(viewer);
  const dialogs = useDialogs(list.page !== undefined);
  const { dialog } = dialogs;
  const policy = useKeyPolicy(viewer, list.page !== undefined || dialog !== null);
  const revoking = dialog?.kind === "revoke" ? dialog.key : null;
  const predecessor = usePredecessor(viewer, revoking, list.page?.apiKeys ?? []);
  const reload = useReloadKeys(viewer);
  const [notice, setNotice] = useState<string | null>(null);

  const done = useCallback(
    async (message: string) => {
      setNotice(message);
      await reload();
    },
    [reload],
  );
  const failed = useCallback(
    (failure: RequestFailure) => {
      if (isOutdated(failure)) void reload();
    },
    [reload],
  );
  const toggle = useToggle(done, failed);

  return {
    list,
    userId: viewer.kind === "signed-in" ? viewer.userId : "",
    retry: () => void Promise.all([refetch(), reload()]),
    dialogs,
    create: () => {
      setNotice(null);
      dialogs.open({ kind: "create" });
    },
    nextFocus: () => focusAfter(root.current, dialog),
    notice,
    failure: dialogs.failure ?? toggle.failure,
    dismissNotice: () => setNotice(null),
    done,
    failed,
    policy,
    predecessor,
    created: async () => {
      list.show(FIRST_VIEW);
      await reload();
    },
    busyId: toggle.busyId,
    act: (action, key, index) => {
      setNotice(null);
      if (action === "enable" || action === "disable") toggle.run(key, action === "enable");
      else dialogs.open({ kind: action, key, index });
    },
  };
}

/** Disabling and enabling can be undone, so they ask nothing; what they did is said only once it is so. */
function useToggle(
  done: (notice: string) => Promise<void>,
  failed: (failure: RequestFailure) => void,
) {
  const client = useAuthClient();
  const { text } = useText();
  const request = useRequest(failed);
  const [busyId, setBusyId] = useState<string | null>(null);

  const run = async (key: ApiKey, enabled: boolean) => {
    setBusyId(key.id);
    await request.run(async () => {
      await answerOf(client.apiKey.update({ keyId: key.id, enabled }));
      const message = enabled ? text.NOTICE_ENABLED : text.NOTICE_DISABLED;
      await done(fill(message, { name: keyTitle(key, text) }));
    });
    setBusyId(null);
  };
  return {
    failure: request.failure,
    busyId,
    run: (key: ApiKey, enabled: boolean) => void run(key, enabled),
  };
}
