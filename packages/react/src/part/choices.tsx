"use client";
import { type ReactNode, type Ref, useId } from "react";
import { joinClasses, useClassNames } from "./class-names.tsx";

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
  chosenRef?: Ref<HTMLInputElement>;
  /** What a choice asks for besides. */
  children?: ReactNode;
}

/** A few things to choose one of, all in sight. */
export function Choices({ legend, choices, hint, chosenRef, children }: ChoicesProps) {
  const { label } = useClassNames();
  const id = useId();
  return (
    <fieldset className="lk-field lk-fieldset" aria-describedby={`${id}-hint`}>
      <legend className={joinClasses("lk-label", label)}>{legend}</legend>
      <div className="lk-choices">
        {choices.map((choice) => (
          <label key={choice.label} className="lk-choice">
            <input
              ref={choice.isChosen ? chosenRef : undefined}
              type="radio"
              name={id}
              checked={choice.isChosen}
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
    </fieldset>
  );
}
