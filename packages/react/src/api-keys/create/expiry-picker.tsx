"use client";
import { useId } from "react";
import type { Localization } from "../../localization/localization.ts";
import { fill, fillPlural } from "../../localization/message.ts";
import { joinClasses, useClassNames } from "../../part/class-names.tsx";
import { Field } from "../../part/field.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { longDate } from "../../time/format-time.ts";
import { useNow } from "../../time/use-now.ts";
import { earliestDate, EXPIRY_PRESETS, type Expiry, expiryDate } from "../expiry.ts";

export interface ExpiryPickerProps {
  expiry: Expiry;
  isMissing: boolean;
  onChange: (expiry: Expiry) => void;
}

/** How long the key lives, and what that means: said beside the choice, not after it. */
export function ExpiryPicker({ expiry, isMissing, onChange }: ExpiryPickerProps) {
  const { text, locale } = useText();
  const { label } = useClassNames();
  const id = useId();
  const now = useNow();
  const choices: { label: string; value: Expiry }[] = [
    ...EXPIRY_PRESETS.map((days) => ({
      label: presetLabel(days, text, locale),
      value: { kind: "days", days } as const,
    })),
    { label: text.EXPIRES_ON_DATE, value: { kind: "date", date: "" } },
    { label: text.NO_EXPIRATION, value: { kind: "never" } },
  ];
  return (
    <fieldset className="lk-field lk-fieldset" aria-describedby={`${id}-hint`}>
      <legend className={joinClasses("lk-label", label)}>{text.EXPIRATION}</legend>
      <div className="lk-choices">
        {choices.map((choice) => (
          <label key={choice.label} className="lk-choice">
            <input
              type="radio"
              name={id}
              checked={isSameChoice(choice.value, expiry)}
              onChange={() => onChange(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
      {expiry.kind === "date" ? (
        <Field
          className="lk-date-field"
          label={text.EXPIRATION_DATE}
          type="date"
          min={earliestDate(now)}
          value={expiry.date}
          onChange={(event) => onChange({ kind: "date", date: event.target.value })}
          error={isMissing ? text.EXPIRATION_DATE_MISSING : null}
        />
      ) : null}
      <p className="lk-hint" id={`${id}-hint`} aria-live="polite">
        {expiryHint(expiry, now, text, locale)}
      </p>
    </fieldset>
  );
}

function presetLabel(days: number, text: Localization, locale: string): string {
  return days % 365 === 0
    ? fillPlural(text.EXPIRES_IN_YEARS, days / 365, locale)
    : fillPlural(text.EXPIRES_IN_DAYS, days, locale);
}

function isSameChoice(choice: Expiry, expiry: Expiry): boolean {
  if (choice.kind !== "days" || expiry.kind !== "days") return choice.kind === expiry.kind;
  return choice.days === expiry.days;
}

function expiryHint(expiry: Expiry, now: number, text: Localization, locale: string): string {
  if (expiry.kind === "never") return text.NO_EXPIRATION_HINT;
  if (expiry.kind === "date") return text.EXPIRATION_DATE_HINT;
  const date = expiryDate(expiry, now);
  return date instanceof Date ? fill(text.EXPIRES_HINT, { date: longDate(date, locale) }) : "";
}
