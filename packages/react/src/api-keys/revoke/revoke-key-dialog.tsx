"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { fill } from "../../localization/message.ts";
import { ConfirmDialog } from "../../part/confirm-dialog.tsx";
import { Filled } from "../../part/filled.tsx";
import { useOpen } from "../../part/use-open.ts";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { answerOf } from "../../request/failure.ts";
import { useRequest } from "../../request/use-request.ts";
import { relativeTime } from "../../time/format-time.ts";
import { useNow } from "../../time/use-now.ts";
import type { ChangeDialogProps } from "../change-dialog.ts";
import { keyTitle } from "../key-display.ts";

/** Never optimistic: the dialog stays until the server has said that the key is revoked. */
export function RevokeKeyDialog({ apiKey, onDone, onClosed, nextFocus }: ChangeDialogProps) {
  const { text } = useText();
  const client = useAuthClient();
  const request = useRequest();
  const { open, close } = useOpen();
  const name = keyTitle(apiKey);

  const revoke = async () => {
    await request.run(async () => {
      await answerOf(client.apiKey.revoke({ keyId: apiKey.id }));
      await onDone(fill(text.NOTICE_REVOKED, { name }));
      close();
    });
  };

  return (
    <ConfirmDialog
      open={open}
      title={fill(text.REVOKE_API_KEY, { name })}
      description={<WhatStops apiKey={apiKey} />}
      confirm={text.REVOKE_CONFIRM}
      request={request}
      onConfirm={() => void revoke()}
      onCancel={close}
      onClosed={onClosed}
      nextFocus={nextFocus}
    />
  );
}

function WhatStops({ apiKey }: { apiKey: ApiKey }) {
  const { text, locale } = useText();
  const now = useNow();
  const used = apiKey.lastRequest;
  return (
    <>
      <p>
        <Filled
          message={text.REVOKE_API_KEY_DESCRIPTION}
          values={{ start: <code>{apiKey.start}…</code> }}
        />
      </p>
      <p data-strong={used === null ? undefined : ""}>
        {used === null
          ? text.REVOKE_NEVER_USED
          : fill(text.REVOKE_LAST_USED, { when: relativeTime(used, now, locale) })}
      </p>
    </>
  );
}
