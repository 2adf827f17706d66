"use client";
import { useRef } from "react";
import { fill } from "../../localization/message.ts";
import { ModalDialog } from "../../part/modal-dialog.tsx";
import { useOpen } from "../../part/use-open.ts";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { answerOf } from "../../request/failure.ts";
import { useRequest } from "../../request/use-request.ts";
import type { ChangeDialogProps } from "../change-dialog.ts";
import { PolicyWait } from "../form/policy-wait.tsx";
import { keyTitle } from "../key-display.ts";
import type { PolicyState } from "../use-keys.ts";
import { EditKeyForm } from "./edit-key-form.tsx";
import type { KeyChanges } from "./key-edits.ts";

export interface EditKeyDialogProps extends ChangeDialogProps {
  policy: PolicyState;
}

/** What can be changed of a key whose owner goes on using it. Only what was changed is sent. */
export function EditKeyDialog(props: EditKeyDialogProps) {
  const { apiKey, policy, onDone, onFailure, onClosed, nextFocus } = props;
  const { text } = useText();
  const client = useAuthClient();
  const request = useRequest(onFailure);
  const { open, close } = useOpen();
  const input = useRef<HTMLInputElement>(null);

  const save = async (changes: KeyChanges) => {
    await request.run(async () => {
      const changed = await answerOf(client.apiKey.update({ keyId: apiKey.id, ...changes }));
      await onDone(fill(text.NOTICE_EDITED, { name: keyTitle(changed, text) }));
      close();
    });
  };
  const submit = (changes: KeyChanges) => {
    if (Object.keys(changes).length === 0) dismiss();
    else void save(changes);
  };
  const dismiss = () => {
    if (!request.pending) close();
  };

  return (
    <ModalDialog
      open={open}
      onDismiss={dismiss}
      onClosed={onClosed}
      initialFocus={input}
      finalFocus={nextFocus}
      title={fill(text.EDIT_API_KEY, { name: keyTitle(apiKey, text) })}
      description={text.EDIT_API_KEY_DESCRIPTION}
    >
      {policy.data === undefined ? (
        <PolicyWait policy={policy} nameRef={input} onCancel={dismiss} />
      ) : (
        <EditKeyForm
          apiKey={apiKey}
          policy={policy.data}
          request={request}
          nameRef={input}
          onSubmit={submit}
          onCancel={dismiss}
        />
      )}
    </ModalDialog>
  );
}
