"use client";
import type { Ref } from "react";
import { fill } from "../localization/message.ts";
import { Field } from "../part/field.tsx";
import { useText } from "../provider/use-auth-ui.ts";
import type { NameProblem } from "./key-name.ts";

export interface NameFieldProps {
  value: string;
  /** The policy's limit, in characters. */
  maxLength: number;
  placeholder: string;
  problem: NameProblem | null;
  inputRef: Ref<HTMLInputElement>;
  onChange: (name: string) => void;
}

/** Text beyond the limit is kept and complained about, never cut off unseen. */
export function NameField(props: NameFieldProps) {
  const { value, maxLength, placeholder, problem, inputRef, onChange } = props;
  const { text, locale } = useText();
  const max = new Intl.NumberFormat(locale).format(maxLength);
  const problems = { missing: text.NAME_MISSING, "too-long": fill(text.NAME_TOO_LONG, { max }) };
  return (
    <Field
      label={text.NAME}
      name="name"
      value={value}
      inputRef={inputRef}
      onChange={(event) => onChange(event.target.value)}
      placeholder={placeholder}
      hint={fill(text.NAME_HINT, { max })}
      error={problem === null ? null : problems[problem]}
      required
      autoComplete="off"
      data-1p-ignore=""
      data-lpignore="true"
    />
  );
}
