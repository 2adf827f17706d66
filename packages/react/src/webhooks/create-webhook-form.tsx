"use client";
import { type FormEvent, type RefObject, useRef, useState } from "react";
import { useProblemFocus } from "../api-keys/form/use-problem-focus.ts";
import type { CreateWebhookInput } from "../client/webhook-client.ts";
import { failureText } from "../localization/failure-text.ts";
import { Button } from "../part/button.tsx";
import { Failure } from "../part/failure.tsx";
import { Field } from "../part/field.tsx";
import { DialogFooter } from "../part/modal-dialog.tsx";
import { useText } from "../provider/use-auth-ui.ts";
import type { RequestFailure } from "../request/failure.ts";
import type { RequestState } from "../request/use-request.ts";

export interface CreateWebhookFormProps {
  request: RequestState;
  urlRef: RefObject<HTMLInputElement | null>;
  onSubmit: (wish: CreateWebhookInput) => void;
  onCancel: () => void;
}

/** The server knows where events may go: what it refuses is told beside the field that it is about. */
export function CreateWebhookForm({ request, urlRef, onSubmit, onCancel }: CreateWebhookFormProps) {
  const { text } = useText();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState({ url: "", description: "" });
  const [missing, setMissing] = useState<object | null>(null);
  const [forgotten, setForgotten] = useState<RequestFailure | null>(null);
  const told = request.failure === forgotten ? null : request.failure;
  const refused = (code: string) =>
    told !== null && told.code === code ? failureText(told, text) : null;
  const url = missing === null ? refused("INVALID_WEBHOOK_URL") : text.WEBHOOK_URL_MISSING;
  const description = refused("INVALID_WEBHOOK_DESCRIPTION");
  const hasField = url !== null || description !== null;
  useProblemFocus(form, hasField ? (missing ?? told) : null);

  const change = (changed: Partial<typeof values>) => {
    setValues((current) => ({ ...current, ...changed }));
    setMissing(null);
    setForgotten(request.failure);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wish = { url: values.url.trim(), description: values.description.trim() };
    // Anew each time, so that the focus goes there each time.
    setMissing(wish.url === "" ? {} : null);
    if (wish.url === "") return;
    onSubmit(wish.description === "" ? { url: wish.url } : wish);
  };
  return (
    <form ref={form} className="lk-form" noValidate onSubmit={submit}>
      <div className="lk-dialog-body">
        <Field
          label={text.WEBHOOK_URL}
          hint={text.WEBHOOK_URL_HINT}
          error={url}
          inputRef={urlRef}
          type="url"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="https://example.com/hooks"
          value={values.url}
          onChange={(event) => change({ url: event.target.value })}
          required
        />
        <Field
          label={text.WEBHOOK_DESCRIPTION}
          hint={text.WEBHOOK_DESCRIPTION_HINT}
          error={description}
          autoComplete="off"
          maxLength={200}
          value={values.description}
          onChange={(event) => change({ description: event.target.value })}
        />
        <Failure failure={hasField ? null : told} />
      </div>
      <DialogFooter>
        <Button onClick={onCancel}>{text.CANCEL}</Button>
        <Button type="submit" variant="primary" pending={request.pending}>
          {request.pending ? text.CREATING : text.ADD_WEBHOOK}
        </Button>
      </DialogFooter>
    </form>
  );
}
