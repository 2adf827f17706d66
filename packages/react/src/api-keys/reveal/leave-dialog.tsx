"use client";
import { fill } from "../../localization/message.ts";
import { ConfirmDialog } from "../../part/confirm-dialog.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import type { SecretWords } from "./secret-words.ts";

export interface LeaveDialogProps {
  name: string;
  words: SecretWords;
  open: boolean;
  onBack: () => void;
  onLeave: () => void;
}

const NO_REQUEST = { pending: false, failure: null };

export function LeaveDialog({ name, words, open, onBack, onLeave }: LeaveDialogProps) {
  const { text } = useText();
  return (
    <ConfirmDialog
      open={open}
      title={words.leave}
      description={fill(words.leaveDescription, { name })}
      confirm={text.CLOSE_ANYWAY}
      cancel={words.back}
      request={NO_REQUEST}
      onConfirm={onLeave}
      onCancel={onBack}
    />
  );
}
