"use client";
import { fill } from "../../localization/message.ts";
import { ConfirmDialog } from "../../part/confirm-dialog.tsx";
import { Filled } from "../../part/filled.tsx";
import { useOpen } from "../../part/use-open.ts";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { answerOf } from "../../request/failure.ts";
import { useRequest } from "../../request/use-request.ts";
import type { ChangeDialogProps } from "../change-dialog.ts";
import { keyTitle } from "../key-display.ts";
import { KeyMention } from "../key-start.tsx";

export function DeleteKeyDialog({
  apiKey,
  onDone,
  onFailure,
  onClosed,
  nextFocus,
}: ChangeDialogProps) {
  const { text } = useText();
  const client = useAuthClient();
  const request = useRequest(onFailure);
  const { open, close } = useOpen();
  const name = keyTitle(apiKey, text);

  const remove = async () => {
    await request.run(async () => {
      await answerOf(client.apiKey.delete({ keyId: apiKey.id }));
      await onDone(fill(text.NOTICE_DELETED, { name }));
      close();
    });
  };

  return (
    <ConfirmDialog
      open={open}
      title={fill(text.DELETE_API_KEY, { name })}
      description={
        <p>
          <Filled
            message={text.DELETE_API_KEY_DESCRIPTION}
            values={{ start: <KeyMention apiKey={apiKey} /> }}
          />
        </p>
      }
      confirm={text.DELETE_CONFIRM}
      request={request}
      onConfirm={() => void remove()}
      onCancel={close}
      onClosed={onClosed}
      nextFocus={nextFocus}
    />
  );
}
