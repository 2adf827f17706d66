"use client";
import { useEffect, useId, useRef } from "react";
import { fill } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { joinClasses, useClassNames } from "../../part/class-names.tsx";
import { Icon } from "../../part/icon.tsx";
import { DialogFooter } from "../../part/modal-dialog.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { copyKeys } from "./copy-key.ts";
import { KeyText } from "./key-text.tsx";
import type { SecretWords } from "./secret-words.ts";
import { type SaveState, useSaveKey } from "./use-save-key.ts";

export interface RevealKeyProps {
  name: string;
  secret: string;
  words: SecretWords;
  /** The key has been copied, or saved in a file. */
  onSaved: () => void;
  onDone: () => void;
}

export function RevealKey({ name, secret, words, onSaved, onDone }: RevealKeyProps) {
  const { text } = useText();
  const { label } = useClassNames();
  const id = useId();
  const shown = useRef<HTMLDivElement>(null);
  const { state, copy, save, copied } = useSaveKey({
    variable: words.variableOf(name),
    secret,
    shown,
    onSaved,
  });

  // The form, and with it the focus, has just gone from this dialog. In the next frame the dialog takes the
  // focus itself, so ours has to come after that.
  useEffect(() => {
    const frame = requestAnimationFrame(() => shown.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);

  return (
    <>
      <div className="lk-dialog-body lk-reveal">
        <div className="lk-field">
          <span className={joinClasses("lk-label", label)} id={id}>
            {words.label}
          </span>
          <KeyText ref={shown} secret={secret} labelledBy={id} onCopied={copied} />
          <SaveMessage state={state} words={words} />
        </div>
      </div>
      <DialogFooter>
        <Button onClick={onDone}>{text.DONE}</Button>
        <Button onClick={save}>
          <Icon name="download" />
          {text.SAVE_AS_ENV}
        </Button>
        <Button variant="primary" onClick={copy}>
          <Icon name={state.kind === "copied" ? "check" : "copy"} />
          {state.kind === "copied" ? text.COPIED_TO_CLIPBOARD : words.copy}
        </Button>
      </DialogFooter>
    </>
  );
}

function SaveMessage({ state, words }: { state: SaveState; words: SecretWords }) {
  const { text } = useText();
  return (
    <output className="lk-save-message" data-kind={state.kind}>
      {state.kind === "copied" ? words.copied : null}
      {state.kind === "saved" ? fill(text.SAVED_AS_ENV, { file: state.file }) : null}
      {state.kind === "refused" ? fill(words.refused, { keys: copyKeys() }) : null}
    </output>
  );
}
