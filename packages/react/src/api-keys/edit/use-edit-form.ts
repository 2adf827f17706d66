"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { type FormEvent, type RefObject, useRef, useState } from "react";
import type { KeyPolicy } from "../../client/key-policy.ts";
import type { RequestFailure } from "../../request/failure.ts";
import type { KeyField } from "../form/field-refusal.ts";
import { type KeyFormProblems, NO_PROBLEMS } from "../form/key-form-problems.ts";
import { useProblemFocus } from "../form/use-problem-focus.ts";
import { type Refusal, useRefusal } from "../form/use-refusal.ts";
import { isSamePermissions } from "../permissions.ts";
import { changesOf, editsOf, type KeyChanges, type KeyEdits } from "./key-edits.ts";

export interface EditForm {
  ref: RefObject<HTMLFormElement | null>;
  edits: KeyEdits;
  problems: KeyFormProblems;
  refusal: Refusal;
  change: (edits: Partial<KeyEdits>) => void;
  submit: (event: FormEvent) => void;
}

export interface EditFormOptions {
  apiKey: ApiKey;
  policy: KeyPolicy;
  failure: RequestFailure | null;
  /** Empty where everything is as it was. */
  onSubmit: (changes: KeyChanges) => void;
}

export function useEditForm({ apiKey, policy, failure, onSubmit }: EditFormOptions): EditForm {
  const [edits, setEdits] = useState(() => editsOf(apiKey));
  const [problems, setProblems] = useState(NO_PROBLEMS);
  const ref = useRef<HTMLFormElement>(null);
  useProblemFocus(ref, problems === NO_PROBLEMS ? null : problems);
  const refusal = useRefusal(ref, failure, editedIn(edits, apiKey));

  return {
    ref,
    edits,
    problems,
    refusal,
    change: (changed) => {
      setEdits((current) => ({ ...current, ...changed }));
      setProblems(NO_PROBLEMS);
      refusal.forget();
    },
    submit: (event) => {
      event.preventDefault();
      const result = changesOf(apiKey, edits, policy, Date.now());
      setProblems(result.ok ? NO_PROBLEMS : result.problems);
      if (result.ok) onSubmit(result.changes);
    },
  };
}

/** Fields that can have been refused. Metadata too may speak of permissions; then no field says so. */
function editedIn(edits: KeyEdits, apiKey: ApiKey): ReadonlySet<KeyField> {
  const fields: KeyField[] = ["name", "addresses"];
  if (edits.expiry !== null) fields.push("expiry");
  if (!isSamePermissions(edits.permissions, apiKey.permissions ?? {})) fields.push("permissions");
  if (edits.rows !== null && edits.rows.length > 0) fields.push("metadata");
  return new Set(fields);
}
