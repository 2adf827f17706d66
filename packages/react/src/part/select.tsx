"use client";
import { joinClasses, useClassNames } from "./class-names.tsx";
import type { Choice } from "./choices.tsx";
import { Icon } from "./icon.tsx";

export interface SelectProps {
  /** Said, not shown: each choice must speak for itself. */
  label: string;
  choices: readonly Choice[];
  kind: string;
}

/** Many things to choose one of, only the chosen one in sight. */
export function Select({ label, choices, kind }: SelectProps) {
  const { input } = useClassNames();
  return (
    <div className="lk-select" data-kind={kind}>
      <select
        className={joinClasses("lk-input", input)}
        aria-label={label}
        value={choices.findIndex(({ isChosen }) => isChosen)}
        onChange={(event) => choices[Number(event.target.value)]?.choose()}
      >
        {choices.map((choice, index) => (
          <option key={choice.label} value={index}>
            {choice.label}
          </option>
        ))}
      </select>
      <Icon name="next" />
    </div>
  );
}
