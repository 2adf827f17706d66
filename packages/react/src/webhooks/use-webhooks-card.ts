"use client";
import { type RefObject, useState } from "react";
import type { Delivery, Webhook } from "../client/webhook-client.ts";
import { fill } from "../localization/message.ts";
import { useAuthClient, useText } from "../provider/use-auth-ui.ts";
import { answerOf, isOutdated, type RequestFailure } from "../request/failure.ts";
import { useRequest } from "../request/use-request.ts";
import {
  type OpenWebhookDialog,
  useWebhookDialogs,
  type WebhookDialogsState,
} from "./use-webhook-dialogs.ts";
import { useWebhooks, type WebhooksPhase } from "./use-webhooks.ts";
import type { WebhookAction } from "./webhook-actions.ts";
import { webhookTitle } from "./webhook-text.ts";

export interface WebhooksCardState {
  phase: WebhooksPhase;
  /** Whoever is looking; empty while nobody is signed in. */
  userId: string;
  retry: () => void;
  dialogs: WebhookDialogsState;
  create: () => void;
  act: (action: WebhookAction, webhook: Webhook, index: number) => void;
  test: (webhook: Webhook) => void;
  /** What came of the last test of a webhook, since the page was opened. */
  tested: Readonly<Record<string, Delivery>>;
  /** What is under way. */
  busy: { id: string; is: "test" | "toggle" } | null;
  notice: string | null;
  failure: RequestFailure | null;
  dismissNotice: () => void;
  /** Says what was done, and brings the list up to date. */
  done: (notice: string) => Promise<void>;
  reload: () => Promise<void>;
  /** Says nothing: whoever made the request does. Brings the list up to date where it was not. */
  failed: (failure: RequestFailure) => void;
  /** To be called when a dialog closes: the element that comes next. */
  nextFocus: () => HTMLElement | null;
}

export function useWebhooksCard(
  root: RefObject<HTMLElement | null>,
  isOwn: boolean,
): WebhooksCardState {
  const client = useAuthClient();
  const { text } = useText();
  const { phase, userId, reload, reloadList, retry } = useWebhooks(isOwn);
  const dialogs = useWebhookDialogs(phase.kind === "webhooks");
  const [notice, setNotice] = useState<string | null>(null);
  const [tested, setTested] = useState<Readonly<Record<string, Delivery>>>({});
  const [busy, setBusy] = useState<WebhooksCardState["busy"]>(null);
  const failed = (failure: RequestFailure) => {
    if (isOutdated(failure)) void reloadList();
  };
  const request = useRequest(failed);

  const run = async (of: NonNullable<typeof busy>, ask: () => Promise<void>) => {
    if (request.pending) return;
    setNotice(null);
    setBusy(of);
    await request.run(ask);
    setBusy(null);
  };
  const done = async (message: string) => {
    setNotice(message);
    await reloadList();
  };
  const test = ({ id: webhookId }: Webhook) =>
    run({ id: webhookId, is: "test" }, async () => {
      const delivery = await answerOf(client.apiKey.webhooks.test({ webhookId }));
      setTested((others) => ({ ...others, [webhookId]: delivery }));
      await reload();
    });
  const toggle = (webhook: Webhook, enabled: boolean) =>
    run({ id: webhook.id, is: "toggle" }, async () => {
      await answerOf(client.apiKey.webhooks.update({ webhookId: webhook.id, enabled }));
      const message = enabled ? text.NOTICE_WEBHOOK_ON : text.NOTICE_WEBHOOK_OFF;
      setNotice(fill(message, { name: webhookTitle(webhook) }));
      await reload();
    });
  const open = (dialog: OpenWebhookDialog) => {
    setNotice(null);
    dialogs.open(dialog);
  };

  return {
    phase,
    userId,
    retry,
    dialogs,
    create: () => open({ kind: "create" }),
    act: (action, webhook, index) => {
      if (action === "enable" || action === "disable") void toggle(webhook, action === "enable");
      else open({ kind: action, webhook, index });
    },
    test: (webhook) => void test(webhook),
    tested,
    busy,
    notice,
    failure: dialogs.failure ?? request.failure,
    dismissNotice: () => setNotice(null),
    done,
    reload,
    failed,
    nextFocus: () => focusAfter(root.current, dialogs.dialog),
  };
}

/**
 * Where the focus goes when a dialog closes: to the row's own menu, or, where the row has gone, to the one that
 * took its place; else to the create button, and last to the card's title.
 */
function focusAfter(
  root: HTMLElement | null,
  dialog: OpenWebhookDialog | null,
): HTMLElement | null {
  if (root === null) return null;
  const find = (selector: string) => root.querySelector<HTMLElement>(selector);
  const menus = [...root.querySelectorAll<HTMLElement>("[data-lk-key]")];
  const row =
    dialog === null || dialog.kind === "create"
      ? undefined
      : (menus.find((menu) => menu.dataset["lkKey"] === dialog.webhook.id) ??
        menus[Math.min(dialog.index, menus.length - 1)]);
  return row ?? find('[data-lk-focus="create"]') ?? find('[data-lk-focus="title"]');
}
