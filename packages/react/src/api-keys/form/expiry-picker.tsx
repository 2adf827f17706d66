"use client";
import type { Localization } from "../../localization/localization.ts";
import { fill, fillPlural } from "../../localization/message.ts";
import { type Choice, Choices } from "../../part/choices.tsx";
import { Field } from "../../part/field.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { durationText, longDate } from "../../time/format-time.ts";
import { useNow } from "../../time/use-now.ts";
import { dateBounds, type ExpiryRule } from "../expiry-rule.ts";
import { type Expiry, expiryDate } from "../expiry.ts";

export interface ExpiryPickerProps {
  /** `null`: as it is. */
  expiry: Expiry | null;
  /** When a key that is there expires, which it may keep; absent for a new one. */
  current?: Date | null;
  rule: ExpiryRule;
  /** No date is chosen, or none that is allowed. */
  isMissing: boolean;
  /** What the server said of it. */
  refusal: string | null;
  onChange: (expiry: Expiry | null) => void;
}

/** How long the key lives, and what that means: said beside the choice, not after it. */
export function ExpiryPicker(props: ExpiryPickerProps) {
  const { expiry, current, rule, isMissing, refusal, onChange } = props;
  const { text, locale } = useText();
  const now = useNow();
  const choice = (label: string, value: Expiry | null): Choice => ({
    label,
    isChosen: isSameChoice(value, expiry),
    choose: () => onChange(value),
  });
  const dates = dateBounds(rule, now);
  const choices = [
    ...(current === undefined ? [] : [choice(text.KEEP_EXPIRATION, null)]),
    ...rule.presets.map((seconds) =>
      choice(spanText(seconds, text, locale), { kind: "span", seconds }),
    ),
    ...(dates === null ? [] : [choice(text.EXPIRES_ON_DATE, { kind: "date", date: "" })]),
    ...(rule.never ? [choice(text.NO_EXPIRATION, { kind: "never" })] : []),
  ];
  return (
    <Choices
      legend={text.EXPIRATION}
      choices={choices}
      hint={
        expiry === null
          ? keptHint(current ?? null, text, locale)
          : expiryHint(expiry, rule, now, text, locale)
      }
      error={refusal}
    >
      {expiry?.kind === "date" ? (
        <Field
          className="lk-date-field"
          label={text.EXPIRATION_DATE}
          type="date"
          min={dates?.first}
          max={dates?.last}
          value={expiry.date}
          onChange={(event) => onChange({ kind: "date", date: event.target.value })}
          error={isMissing ? dateProblem(dates, text, locale) : null}
        />
      ) : null}
    </Choices>
  );
}

const DAY_SECONDS = 24 * 60 * 60;

function spanText(seconds: number, text: Localization, locale: string): string {
  const days = seconds / DAY_SECONDS;
  if (!Number.isInteger(days)) return durationText(seconds, locale);
  return days % 365 === 0
    ? fillPlural(text.EXPIRES_IN_YEARS, days / 365, locale)
    : fillPlural(text.EXPIRES_IN_DAYS, days, locale);
}

function isSameChoice(choice: Expiry | null, expiry: Expiry | null): boolean {
  if (choice === null || expiry === null) return choice === expiry;
  if (choice.kind !== "span" || expiry.kind !== "span") return choice.kind === expiry.kind;
  return choice.seconds === expiry.seconds;
}

function keptHint(current: Date | null, text: Localization, locale: string): string {
  if (current === null) return text.NO_EXPIRATION_DEFAULT_HINT;
  return fill(text.EXPIRES_HINT, { date: longDate(current, locale) });
}

function expiryHint(
  expiry: Expiry,
  rule: ExpiryRule,
  now: number,
  text: Localization,
  locale: string,
): string {
  if (expiry.kind === "never") {
    const isExpected = rule.initial.kind === "never";
    return isExpected ? text.NO_EXPIRATION_DEFAULT_HINT : text.NO_EXPIRATION_HINT;
  }
  if (expiry.kind === "date") return text.EXPIRATION_DATE_HINT;
  const date = expiryDate(expiry, now);
  return date instanceof Date ? fill(text.EXPIRES_HINT, { date: longDate(date, locale) }) : "";
}

/** The last day is named where it is one that somebody may run into. */
function dateProblem(
  dates: ReturnType<typeof dateBounds>,
  text: Localization,
  locale: string,
): string {
  if (dates === null || dates.last > FAR) return text.EXPIRATION_DATE_MISSING;
  const written = (day: string) => longDate(new Date(`${day}T12:00`), locale);
  const [first, last] = [written(dates.first), written(dates.last)];
  return fill(text.EXPIRATION_DATE_OUTSIDE, { first, last });
}

const FAR = "2100-01-01";
