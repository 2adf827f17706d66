"use client";
import { type FormEvent, useRef, useState } from "react";
import { fill } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { Failure } from "../../part/failure.tsx";
import { DialogFooter, ModalDialog } from "../../part/modal-dialog.tsx";
import { useOpen } from "../../part/use-open.ts";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { answerOf } from "../../request/failure.ts";
import { useRequest } from "../../request/use-request.ts";
import type { ChangeDialogProps } from "../change-dialog.ts";
import { type NameProblem, nameProblem } from "../key-name.ts";
import { NameField } from "../name-field.tsx";
import { namePlaceholder } from "../environment-text.ts";

export interface RenameKeyDialogProps extends ChangeDialogProps {
  maxLength: number;
}

export function RenameKeyDialog(props: RenameKeyDialogProps) {
  const { apiKey, maxLength, onDone, onFailure, onClosed, nextFocus } = props;
  const { text } = useText();
  const client = useAuthClient();
  const request = useRequest(onFailure);
  const { open, close } = useOpen();
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(apiKey.name ?? "");
  const [problem, setProblem] = useState<NameProblem | null>(null);

  const rename = async () => {
    const newName = name.trim();
    await request.run(async () => {
      await answerOf(client.apiKey.update({ keyId: apiKey.id, name: newName }));
      await onDone(fill(text.NOTICE_RENAMED, { name: newName }));
      close();
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = nameProblem(name, maxLength);
    setProblem(found);
    if (found === null) void rename();
    else input.current?.focus();
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
      title={text.RENAME_API_KEY}
      description={text.RENAME_API_KEY_DESCRIPTION}
    >
      <form className="lk-form" noValidate onSubmit={submit}>
        <div className="lk-dialog-body">
          <NameField
            value={name}
            maxLength={maxLength}
            placeholder={namePlaceholder(null, text)}
            problem={problem}
            inputRef={input}
            onChange={setName}
          />
          <Failure failure={request.failure} />
        </div>
        <DialogFooter>
          <Button onClick={dismiss}>{text.CANCEL}</Button>
          <Button type="submit" variant="primary" pending={request.pending}>
            {text.SAVE}
          </Button>
        </DialogFooter>
      </form>
    </ModalDialog>
  );
}
