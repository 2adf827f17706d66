"use client";
import { type RefObject, useEffect } from "react";
import { Button } from "../../part/button.tsx";
import { joinClasses, useClassNames } from "../../part/class-names.tsx";
import { Failure } from "../../part/failure.tsx";
import { DialogFooter } from "../../part/modal-dialog.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import type { PolicyState } from "../use-keys.ts";

export interface PolicyWaitProps {
  policy: PolicyState;
  nameRef: RefObject<HTMLInputElement | null>;
  onCancel: () => void;
}

/** In the place of the form, for those who are quicker than the policy, or where it could not be had. */
export function PolicyWait({ policy, nameRef, onCancel }: PolicyWaitProps) {
  const { text } = useText();
  const { failure, retry } = policy;

  // The form has come in this one's place: the focus goes where it would have gone at first.
  useEffect(() => () => nameRef.current?.focus(), [nameRef]);

  return (
    <>
      <div className="lk-dialog-body">
        {failure === null ? <Bones text={text.LOADING} /> : null}
        <Failure failure={failure} />
      </div>
      <DialogFooter>
        <Button onClick={onCancel}>{text.CANCEL}</Button>
        {failure === null ? null : (
          <Button variant="primary" onClick={retry}>
            {text.TRY_AGAIN}
          </Button>
        )}
      </DialogFooter>
    </>
  );
}

function Bones({ text }: { text: string }) {
  const className = joinClasses("lk-skeleton", useClassNames().skeleton);
  return (
    <>
      <output className="lk-hidden">{text}</output>
      {["first", "second", "third"].map((bone) => (
        <span key={bone} className={className} data-size="name" aria-hidden="true" />
      ))}
    </>
  );
}
