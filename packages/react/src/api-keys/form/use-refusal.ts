"use client";
import { type RefObject, useState } from "react";
import { failureText } from "../../localization/failure-text.ts";
import { useText } from "../../provider/use-auth-ui.ts";
import type { RequestFailure } from "../../request/failure.ts";
import { type KeyField, refusedField } from "./field-refusal.ts";
import { useProblemFocus } from "./use-problem-focus.ts";

export interface Refusal {
  /** What the server said of this field, until something is changed. */
  of: (field: KeyField) => string | null;
  /** What it said of none. */
  rest: RequestFailure | null;
  /** Something was changed: what was said of a field may be so no longer. */
  forget: () => void;
}

/** The server's refusal, told beside the field that it is about, which takes the focus. */
export function useRefusal(
  form: RefObject<HTMLFormElement | null>,
  failure: RequestFailure | null,
  offered: ReadonlySet<KeyField>,
): Refusal {
  const { text } = useText();
  const [forgotten, setForgotten] = useState<RequestFailure | null>(null);
  const refused = refusedField(failure, offered);
  const isTold = refused !== null && failure !== forgotten;
  useProblemFocus(form, isTold ? failure : null);
  return {
    of: (field) =>
      isTold && field === refused && failure !== null ? failureText(failure, text) : null,
    rest: refused === null ? failure : null,
    forget: () => setForgotten(failure),
  };
}
