"use client";
import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from "react";
import { joinClasses, useClassNames } from "./class-names.tsx";
import { Icon } from "./icon.tsx";

export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  inputRef?: Ref<HTMLInputElement>;
}

/** An input with its label, and its hint and error tied to it. */
export function Field({ label, hint, error = null, inputRef, className, ...input }: FieldProps) {
  const id = useId();
  const classNames = useClassNames();
  const described = [hint === undefined ? "" : `${id}-hint`, error === null ? "" : `${id}-error`];
  return (
    <div className={joinClasses("lk-field", className)}>
      <label className={joinClasses("lk-label", classNames.label)} htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        ref={inputRef}
        id={id}
        className={joinClasses("lk-input", classNames.input)}
        aria-invalid={error === null ? undefined : true}
        aria-describedby={described.filter(Boolean).join(" ") || undefined}
      />
      {hint === undefined ? null : (
        <p className="lk-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}

export function FieldError({ id, error }: { id: string; error: string | null }) {
  const classNames = useClassNames();
  if (error === null) return null;
  return (
    <p className={joinClasses("lk-error", classNames.error)} id={id}>
      <Icon name="warning" />
      {error}
    </p>
  );
}
