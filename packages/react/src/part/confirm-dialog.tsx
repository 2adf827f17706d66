"use client";
import { type ReactNode, useRef } from "react";
import { useText } from "../provider/use-auth-ui.ts";
import type { RequestState } from "../request/use-request.ts";
import { Button } from "./button.tsx";
import { Failure } from "./failure.tsx";
import { DialogFooter, ModalDialog } from "./modal-dialog.tsx";

export interface ConfirmDialogProps {
  open: boolean;
  title: string;
  description: ReactNode;
  confirm: string;
  cancel?: string;
  request: RequestState;
  onConfirm: () => void;
  onCancel: () => void;
  onClosed?: () => void;
  nextFocus?: () => HTMLElement | null;
}

/** Asks before something that cannot be undone. The focus starts on the way back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { text } = useText();
  const { request, onConfirm, confirm, cancel = text.CANCEL } = props;
  const back = useRef<HTMLButtonElement>(null);
  const goBack = () => {
    if (!request.pending) props.onCancel();
  };
  return (
    <ModalDialog
      alert
      open={props.open}
      onDismiss={goBack}
      {...(props.onClosed === undefined ? {} : { onClosed: props.onClosed })}
      {...(props.nextFocus === undefined ? {} : { finalFocus: props.nextFocus })}
      initialFocus={back}
      title={props.title}
      description={props.description}
    >
      <div className="lk-dialog-body">
        <Failure failure={request.failure} />
      </div>
      <DialogFooter>
        <Button ref={back} onClick={goBack}>
          {cancel}
        </Button>
        <Button variant="destructive" pending={request.pending} onClick={onConfirm}>
          {confirm}
        </Button>
      </DialogFooter>
    </ModalDialog>
  );
}
