"use client";
import { type ReactNode, type Ref, useId } from "react";
import { joinClasses, useClassNames } from "./class-names.tsx";
import { FieldError } from "./field.tsx";

export interface Choice {
  /** Tells the choice from the others of its group. */
  label: string;
  isChosen: boolean;
  choose: () => void;
}

export interface ChoicesProps {
  legend: string;
  choices: readonly Choice[];
  /** What the choice means; announced when that changes. */
  hint: ReactNode;
  /** What is wrong with the choice. */
  error?: string | null;
  chosenRef?: Ref<HTMLInputElement>;
  /** What a choice asks for besides. */
  children?: ReactNode;
}

/** A few things to choose one of, all in sight. */
export function Choices(props: ChoicesProps) {
  const { legend, choices, hint, error = null, chosenRef, children } = props;
  const { label } = useClassNames();
  const id = useId();
  const described = error === null ? `${id}-hint` : `${id}-hint ${id}-error`;
  return (
    <fieldset className="lk-field lk-fieldset" aria-describedby={described}>
      <legend className={joinClasses("lk-label", label)}>{legend}</legend>
      <div className="lk-choices">
        {choices.map((choice) => (
          <label key={choice.label} className="lk-choice">
            <input
              ref={choice.isChosen ? chosenRef : undefined}
              type="radio"
              name={id}
              checked={choice.isChosen}
              // No aria-invalid: a radio button has none.
              data-invalid={choice.isChosen && error !== null ? "" : undefined}
              onChange={choice.choose}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
      {children}
      <p className="lk-hint" id={`${id}-hint`} aria-live="polite">
        {hint}
      </p>
      <FieldError id={`${id}-error`} error={error} />
    </fieldset>
  );
}
