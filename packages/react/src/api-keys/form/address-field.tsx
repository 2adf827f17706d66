"use client";
import type { Localization } from "../../localization/localization.ts";
import { fill } from "../../localization/message.ts";
import { TextArea } from "../../part/text-area.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { type AddressProblem, MAX_ADDRESSES } from "../addresses.ts";

export interface AddressFieldProps {
  value: string;
  problem: AddressProblem | null;
  /** What the server said of them. */
  refusal: string | null;
  onChange: (addresses: string) => void;
}

/** Where the key may be used from. */
export function AddressField({ value, problem, refusal, onChange }: AddressFieldProps) {
  const { text, locale } = useText();
  return (
    <TextArea
      label={text.ALLOWED_ADDRESSES}
      hint={text.ALLOWED_ADDRESSES_HINT}
      error={problemText(problem, text, locale) ?? refusal}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      rows={3}
      placeholder={"192.0.2.0/24\n2001:db8::1"}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      dir="ltr"
    />
  );
}

function problemText(
  problem: AddressProblem | null,
  text: Localization,
  locale: string,
): string | null {
  if (problem === null) return null;
  if (problem.kind === "not-an-address") {
    return fill(text.ALLOWED_ADDRESSES_WRONG, { address: problem.text });
  }
  const max = new Intl.NumberFormat(locale).format(MAX_ADDRESSES);
  return fill(text.ALLOWED_ADDRESSES_TOO_MANY, { max });
}
