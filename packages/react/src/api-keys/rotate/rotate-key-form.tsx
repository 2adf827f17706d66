"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { type FormEvent, type Ref } from "react";
import type { Overlaps } from "../../client/key-policy.ts";
import { Button } from "../../part/button.tsx";
import { Choices } from "../../part/choices.tsx";
import { Failure } from "../../part/failure.tsx";
import { Filled } from "../../part/filled.tsx";
import { DialogFooter } from "../../part/modal-dialog.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import type { RequestState } from "../../request/use-request.ts";
import { durationText, exactTime } from "../../time/format-time.ts";
import { useNow } from "../../time/use-now.ts";
import { KeyMention } from "../key-start.tsx";
import { overlapChoices, overlapEnd } from "./overlap.ts";

export interface RotateKeyFormProps {
  apiKey: ApiKey;
  overlaps: Overlaps;
  /** Seconds. */
  overlap: number;
  onChange: (overlap: number) => void;
  request: RequestState;
  chosenRef: Ref<HTMLInputElement>;
  onSubmit: () => void;
  onCancel: () => void;
}

export function RotateKeyForm(props: RotateKeyFormProps) {
  const { apiKey, overlaps, overlap, onChange, request, chosenRef, onSubmit, onCancel } = props;
  const { text, locale } = useText();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="lk-form" noValidate onSubmit={submit}>
      <div className="lk-dialog-body">
        <Choices
          legend={text.ROTATE_OVERLAP}
          choices={overlapChoices(overlaps).map((seconds) => ({
            label: seconds === 0 ? text.ROTATE_OVERLAP_NONE : durationText(seconds, locale),
            isChosen: seconds === overlap,
            choose: () => onChange(seconds),
          }))}
          chosenRef={chosenRef}
          hint={<OverlapHint apiKey={apiKey} overlap={overlap} />}
        />
        <Failure failure={request.failure} />
      </div>
      <DialogFooter>
        <Button onClick={onCancel}>{text.CANCEL}</Button>
        <Button type="submit" variant="primary" pending={request.pending}>
          {request.pending ? text.ROTATING : text.ROTATE_CONFIRM}
        </Button>
      </DialogFooter>
    </form>
  );
}

function OverlapHint({ apiKey, overlap }: { apiKey: ApiKey; overlap: number }) {
  const { text, locale } = useText();
  const now = useNow();
  const end = overlapEnd(apiKey.expiresAt, overlap, now);
  return (
    <Filled
      message={overlap === 0 ? text.ROTATE_OVERLAP_NONE_HINT : text.ROTATE_OVERLAP_HINT}
      values={{ start: <KeyMention apiKey={apiKey} />, date: exactTime(end, locale) }}
    />
  );
}
