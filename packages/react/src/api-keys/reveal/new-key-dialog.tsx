"use client";
import type { ReactNode, RefObject } from "react";
import { ModalDialog } from "../../part/modal-dialog.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { LeaveDialog } from "./leave-dialog.tsx";
import { RevealKey } from "./reveal-key.tsx";
import { keyWords, type SecretWords } from "./secret-words.ts";
import type { KeyMaking, NewKey } from "./use-key-making.ts";

export interface NewKeyDialogProps {
  making: KeyMaking;
  /** What is said of the secret. Default: that it is a key. */
  words?: SecretWords;
  /** Of the part before there is a key. */
  title: string;
  description: ReactNode;
  initialFocus: RefObject<HTMLElement | null>;
  /** What is said above the key. */
  describeKey: (made: NewKey) => string;
  onClosed: () => void;
  nextFocus: () => HTMLElement | null;
  /** The form that asks for the key. */
  children: ReactNode;
}

/** First the form, then, in its place, the key. */
export function NewKeyDialog(props: NewKeyDialogProps) {
  const { making, describeKey, children } = props;
  const { made } = making;
  const { text } = useText();
  const { words = keyWords(text) } = props;
  return (
    <ModalDialog
      open={making.open}
      onDismiss={making.dismiss}
      onClosed={props.onClosed}
      initialFocus={props.initialFocus}
      finalFocus={props.nextFocus}
      title={made === null ? props.title : words.title}
      description={made === null ? props.description : describeKey(made)}
    >
      {made === null ? (
        children
      ) : (
        <RevealKey
          name={made.name}
          secret={made.key}
          words={words}
          onSaved={making.saved}
          onDone={making.dismiss}
        />
      )}
      <LeaveDialog
        name={made?.name ?? ""}
        words={words}
        open={making.isLeaving}
        onBack={making.back}
        onLeave={making.leave}
      />
    </ModalDialog>
  );
}
