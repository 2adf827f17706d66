"use client";
import type { Ref } from "react";
import type { NameRules } from "../../client/key-policy.ts";
import { fill } from "../../localization/message.ts";
import { Field } from "../../part/field.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import type { NameProblem } from "../key-name.ts";

export interface NameFieldProps {
  value: string;
  rules: NameRules;
  placeholder: string;
  problem: NameProblem | null;
  /** What the server said of it. */
  refusal: string | null;
  inputRef: Ref<HTMLInputElement>;
  onChange: (name: string) => void;
}

/** Text beyond the limit is kept and complained about, never cut off unseen. */
export function NameField(props: NameFieldProps) {
  const { value, rules, placeholder, problem, refusal, inputRef, onChange } = props;
  const { text, locale } = useText();
  const number = new Intl.NumberFormat(locale);
  const limits = { min: number.format(rules.minLength), max: number.format(rules.maxLength) };
  const problems = {
    missing: text.NAME_MISSING,
    "too-short": fill(text.NAME_TOO_SHORT, limits),
    "too-long": fill(text.NAME_TOO_LONG, limits),
  };
  const hint = fill(rules.minLength > 1 ? text.NAME_HINT_BETWEEN : text.NAME_HINT, limits);
  return (
    <Field
      label={text.NAME}
      name="name"
      value={value}
      inputRef={inputRef}
      onChange={(event) => onChange(event.target.value)}
      placeholder={placeholder}
      hint={rules.required ? hint : `${hint} ${text.NAME_OPTIONAL}`}
      error={problem === null ? refusal : problems[problem]}
      required={rules.required}
      autoComplete="off"
      data-1p-ignore=""
      data-lpignore="true"
    />
  );
}
