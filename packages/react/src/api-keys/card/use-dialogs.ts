"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { type ComponentProps, type ComponentType, useEffect, useState } from "react";
import { useLazy } from "../../part/use-lazy.ts";
import { RequestFailure } from "../../request/failure.ts";
import type { KeyAction } from "../row-menu/key-actions.ts";
import type { KeyDialogs } from "./key-dialogs.tsx";

/** What is open over the list. Never holds a secret: the dialogs that make keys keep that to themselves. */
export type OpenDialog =
  | { kind: "create" }
  | { kind: DialogAction; key: ApiKey; index: number }
  /** From what is told of a key, whose row need not be there. */
  | { kind: "details"; key: ApiKey; index: number; alertId: string };

type DialogAction = Exclude<KeyAction, "enable" | "disable">;

export interface DialogsState {
  dialog: OpenDialog | null;
  open: (dialog: OpenDialog) => void;
  closed: () => void;
  /** `null` until their code is there. */
  Dialogs: ComponentType<ComponentProps<typeof KeyDialogs>> | null;
  /** One is asked for, and not there yet. */
  isComing: boolean;
  /** The dialog that was asked for could not be fetched. */
  failure: RequestFailure | null;
}

const NO_ANSWER = new RequestFailure(0, null, "");

/**
 * The dialogs are more code than the list, which does not wait for them: they come once the list is there, and
 * by the time that one is asked for.
 */
export function useDialogs(isListThere: boolean): DialogsState {
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const { Component, load } = useLazy(
    async () => (await import("./key-dialogs.tsx")).KeyDialogs,
    () => setFailed(true),
  );

  useEffect(() => {
    if (isListThere) load();
    // Once, when the list has come.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isListThere]);

  const isMissing = dialog !== null && Component === null;
  return {
    dialog,
    open: (next) => {
      setFailed(false);
      setDialog(next);
      load();
    },
    closed: () => setDialog(null),
    Dialogs: Component,
    isComing: isMissing && !hasFailed,
    // Where they were only fetched ahead, nobody needs to know: they are fetched again when asked for.
    failure: isMissing && hasFailed ? NO_ANSWER : null,
  };
}
