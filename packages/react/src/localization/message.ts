/** A message in every plural form that its language has (CLDR); `other` always. */
export type PluralMessage = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export type MessageValues = Readonly<Record<string, string | number>>;

/** Fills `{name}` placeholders. One that has no value stays as it is: a visible mistake, not a lost word. */
export function fill(message: string, values: MessageValues): string {
  return message.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : placeholder,
  );
}

/** The form for `count`, with `{count}` written as the locale writes numbers. */
export function fillPlural(message: PluralMessage, count: number, locale: string): string {
  const form = message[new Intl.PluralRules(locale).select(count)] ?? message.other;
  return fill(form, { count: new Intl.NumberFormat(locale).format(count) });
}
