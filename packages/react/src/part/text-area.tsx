"use client";
import { type ReactNode, type TextareaHTMLAttributes, useId } from "react";
import { joinClasses, useClassNames } from "./class-names.tsx";
import { FieldError } from "./field.tsx";

export interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  label: ReactNode;
  hint: ReactNode;
  error: string | null;
}

/** Several lines of text with their label, and their hint and error tied to them. */
export function TextArea({ label, hint, error, ...input }: TextAreaProps) {
  const id = useId();
  const classNames = useClassNames();
  return (
    <div className="lk-field">
      <label className={joinClasses("lk-label", classNames.label)} htmlFor={id}>
        {label}
      </label>
      <textarea
        {...input}
        id={id}
        className={joinClasses("lk-input", classNames.input)}
        aria-invalid={error === null ? undefined : true}
        aria-describedby={error === null ? `${id}-hint` : `${id}-hint ${id}-error`}
      />
      <p className="lk-hint" id={`${id}-hint`}>
        {hint}
      </p>
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}
