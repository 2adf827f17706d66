"use client";
import { useRef, useState } from "react";
import { fill } from "../../localization/message.ts";
import { ModalDialog } from "../../part/modal-dialog.tsx";
import { useLeaveWarning } from "../../part/use-leave-warning.ts";
import { useOpen } from "../../part/use-open.ts";
import { useAuthClient, useText } from "../../provider/use-auth-ui.ts";
import { answerOf } from "../../request/failure.ts";
import { useRequest } from "../../request/use-request.ts";
import type { CreateKeyInput } from "../../client/auth-client.ts";
import { LeaveDialog } from "../reveal/leave-dialog.tsx";
import { RevealKey } from "../reveal/reveal-key.tsx";
import { CreateKeyForm } from "./create-key-form.tsx";

export interface CreateKeyDialogProps {
  /** Brings the list up to date. Is told nothing of the key. */
  onCreated: () => Promise<void>;
  onClosed: () => void;
  nextFocus: () => HTMLElement | null;
}

interface Revealed {
  name: string;
  key: string;
}

/**
 * Makes a key, then shows it. The key is in this component's state and nowhere else; it goes when the dialog
 * does. Until it was copied or saved, leaving asks first; while it is being made, there is no leaving.
 */
export function CreateKeyDialog({ onCreated, onClosed, nextFocus }: CreateKeyDialogProps) {
  const { text } = useText();
  const { open, close } = useOpen();
  const input = useRef<HTMLInputElement>(null);
  const [revealed, setRevealed] = useState<Revealed | null>(null);
  const [isSaved, setSaved] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const creation = useCreation(setRevealed, onCreated);

  const isUnsaved = revealed !== null && !isSaved;
  useLeaveWarning(open && (creation.pending || isUnsaved));
  const dismiss = () => {
    if (creation.pending) return;
    if (isUnsaved) setLeaving(true);
    else close();
  };
  const title = revealed === null ? text.CREATE_API_KEY : text.API_KEY_CREATED;
  const description =
    revealed === null
      ? text.CREATE_API_KEY_DESCRIPTION
      : fill(text.API_KEY_CREATED_DESCRIPTION, { name: revealed.name });

  return (
    <ModalDialog
      open={open}
      onDismiss={dismiss}
      onClosed={onClosed}
      initialFocus={input}
      finalFocus={nextFocus}
      title={title}
      description={description}
    >
      {revealed === null ? (
        <CreateKeyForm
          request={creation}
          nameRef={input}
          onSubmit={creation.create}
          onCancel={dismiss}
        />
      ) : (
        <RevealKey
          name={revealed.name}
          secret={revealed.key}
          onSaved={() => setSaved(true)}
          onDone={dismiss}
        />
      )}
      <LeaveDialog
        name={revealed?.name ?? ""}
        open={isLeaving}
        onBack={() => setLeaving(false)}
        onLeave={() => {
          setLeaving(false);
          close();
        }}
      />
    </ModalDialog>
  );
}

function useCreation(reveal: (revealed: Revealed) => void, onCreated: () => Promise<void>) {
  const client = useAuthClient();
  const request = useRequest();
  const create = async (input: CreateKeyInput) => {
    const isCreated = await request.run(async () => {
      const { key, name, start } = await answerOf(client.apiKey.create(input));
      reveal({ key, name: name ?? start });
      return true;
    });
    if (isCreated === true) await onCreated();
  };
  return {
    pending: request.pending,
    failure: request.failure,
    create: (input: CreateKeyInput) => void create(input),
  };
}
