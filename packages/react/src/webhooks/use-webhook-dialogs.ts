"use client";
import { type ComponentProps, type ComponentType, useEffect, useState } from "react";
import type { Webhook } from "../client/webhook-client.ts";
import { useLazy } from "../part/use-lazy.ts";
import { RequestFailure } from "../request/failure.ts";
import type { WebhookDialogs } from "./webhook-dialogs.tsx";

/** What is open over the list. Never holds a secret. */
export type OpenWebhookDialog =
  { kind: "create" } | { kind: "details" | "rotate" | "delete"; webhook: Webhook; index: number };

export interface WebhookDialogsState {
  dialog: OpenWebhookDialog | null;
  open: (dialog: OpenWebhookDialog) => void;
  closed: () => void;
  /** `null` until their code is there. */
  Dialogs: ComponentType<ComponentProps<typeof WebhookDialogs>> | null;
  /** One is asked for, and not there yet. */
  isComing: boolean;
  /** The dialog that was asked for could not be fetched. */
  failure: RequestFailure | null;
}

const NO_ANSWER = new RequestFailure(0, null, "");

/** The list does not wait for the code of the dialogs: it comes once the list is there. */
export function useWebhookDialogs(isListThere: boolean): WebhookDialogsState {
  const [dialog, setDialog] = useState<OpenWebhookDialog | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const { Component, load } = useLazy(
    async () => (await import("./webhook-dialogs.tsx")).WebhookDialogs,
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
    failure: isMissing && hasFailed ? NO_ANSWER : null,
  };
}
