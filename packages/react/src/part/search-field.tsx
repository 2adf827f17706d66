"use client";
import { useRef } from "react";
import { joinClasses, useClassNames } from "./class-names.tsx";
import { Icon } from "./icon.tsx";

export interface SearchFieldProps {
  label: string;
  clearLabel: string;
  value: string;
  maxLength: number;
  onChange: (value: string) => void;
}

/** Emptied with its button or with Escape; the focus stays in it. */
export function SearchField({ label, clearLabel, value, maxLength, onChange }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const { input } = useClassNames();
  const clear = () => {
    onChange("");
    field.current?.focus();
  };
  return (
    <div className="lk-search">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        className={joinClasses("lk-input", input)}
        aria-label={label}
        placeholder={label}
        value={value}
        maxLength={maxLength}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || value === "") return;
          event.preventDefault();
          clear();
        }}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="search"
        data-1p-ignore=""
        data-lpignore="true"
      />
      {value === "" ? null : (
        <button type="button" className="lk-close" aria-label={clearLabel} onClick={clear}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
