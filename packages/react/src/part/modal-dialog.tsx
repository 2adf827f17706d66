"use client";
import { AlertDialog } from "@base-ui/react/alert-dialog";
import { Dialog } from "@base-ui/react/dialog";
import type { ReactNode, RefObject } from "react";
import { useText } from "../provider/use-auth-ui.ts";
import { joinClasses, useClassNames } from "./class-names.tsx";
import { Icon } from "./icon.tsx";

export interface ModalDialogProps {
  open: boolean;
  /** Asked to close: by Escape, a press outside or the close button. Closing is the caller's to do. */
  onDismiss: () => void;
  /** Closed, its animation done: time to unmount. */
  onClosed?: () => void;
  title: string;
  description: ReactNode;
  /** For decisions: an alert dialog, not closed by a press outside. */
  alert?: boolean;
  /** Wide: for what is looked at rather than filled in. */
  size?: "wide";
  initialFocus?: RefObject<HTMLElement | null>;
  /** Where the focus goes on closing; without it, to where it was. */
  finalFocus?: () => HTMLElement | null;
  children: ReactNode;
}

export function ModalDialog(props: ModalDialogProps) {
  const { open, onDismiss, onClosed, alert = false, size, initialFocus, finalFocus } = props;
  const Root = alert ? AlertDialog.Root : Dialog.Root;
  const classNames = useClassNames();
  return (
    <Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onDismiss();
      }}
      onOpenChangeComplete={(isOpen) => {
        if (!isOpen) onClosed?.();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="lk lk-backdrop" />
        <Dialog.Viewport className="lk lk-viewport">
          <Dialog.Popup
            className={joinClasses("lk-dialog", classNames.dialog?.content)}
            data-size={size}
            initialFocus={initialFocus}
            finalFocus={finalFocus}
          >
            <DialogHeader {...props} alert={alert} />
            {props.children}
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Root>
  );
}

function DialogHeader({ title, description, alert }: ModalDialogProps) {
  const { text } = useText();
  const classNames = useClassNames();
  return (
    <header className={joinClasses("lk-dialog-header", classNames.dialog?.header)}>
      <Dialog.Title className="lk-dialog-title">{title}</Dialog.Title>
      <Dialog.Description className="lk-dialog-description" render={<div />}>
        {description}
      </Dialog.Description>
      {alert ? null : (
        <Dialog.Close className="lk-close" aria-label={text.CLOSE}>
          <Icon name="close" />
        </Dialog.Close>
      )}
    </header>
  );
}

export function DialogFooter({ children }: { children: ReactNode }) {
  const classNames = useClassNames();
  return (
    <footer className={joinClasses("lk-dialog-footer", classNames.dialog?.footer)}>
      {children}
    </footer>
  );
}
