"use client";
import { fill } from "../../localization/message.ts";
import { ConfirmDialog } from "../../part/confirm-dialog.tsx";
import { useText } from "../../provider/use-auth-ui.ts";

export interface LeaveDialogProps {
  name: string;
  open: boolean;
  onBack: () => void;
  onLeave: () => void;
}

const NO_REQUEST = { pending: false, failure: null };

export function LeaveDialog({ name, open, onBack, onLeave }: LeaveDialogProps) {
  const { text } = useText();
  return (
    <ConfirmDialog
      open={open}
      title={text.LEAVE_WITHOUT_KEY}
      description={fill(text.LEAVE_WITHOUT_KEY_DESCRIPTION, { name })}
      confirm={text.CLOSE_ANYWAY}
      cancel={text.BACK_TO_KEY}
      request={NO_REQUEST}
      onConfirm={onLeave}
      onCancel={onBack}
    />
  );
}
