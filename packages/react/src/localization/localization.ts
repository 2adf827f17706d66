import type { ENGLISH } from "./english.ts";
import type { PluralMessage } from "./message.ts";

/** Every text that the components show. Words in braces are filled in: keep them. */
export type Localization = {
  readonly [Key in keyof typeof ENGLISH]: (typeof ENGLISH)[Key] extends string
    ? string
    : PluralMessage;
};

/** English, with what `overrides` says instead; an override that is `undefined` changes nothing. */
export function mergeLocalization(
  base: Localization,
  overrides: Partial<Localization> | undefined,
): Localization {
  if (overrides === undefined) return base;
  const said = Object.entries(overrides).filter(([, text]) => text !== undefined);
  return { ...base, ...Object.fromEntries(said) };
}
