"use client";
import { useId } from "react";
import type { Localization } from "../../localization/localization.ts";
import { fillPlural } from "../../localization/message.ts";
import { Icon } from "../../part/icon.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import type { KeyListView } from "../key-queries.ts";
import type { KeysCardState } from "./use-keys-card.ts";

const FILTERS: readonly [KeyListView["filter"], keyof Localization & `FILTER_${string}`][] = [
  ["live", "FILTER_LIVE"],
  ["active", "FILTER_ACTIVE"],
  ["disabled", "FILTER_DISABLED"],
  ["expired", "FILTER_EXPIRED"],
  ["revoked", "FILTER_REVOKED"],
  ["all", "FILTER_ALL"],
];

/** Which keys are shown, and how many those are; `total` is `null` until it is known. */
export function KeyToolbar({ card, total }: { card: KeysCardState; total: number | null }) {
  const { text, locale } = useText();
  const id = useId();
  return (
    <div className="lk-toolbar">
      <label className="lk-label" htmlFor={id}>
        {text.SHOW}
      </label>
      <div className="lk-select">
        <select
          id={id}
          value={card.view.filter}
          onChange={(event) => {
            const chosen = FILTERS.find(([filter]) => filter === event.target.value);
            if (chosen !== undefined) card.setView({ filter: chosen[0], page: 0 });
          }}
        >
          {FILTERS.map(([filter, label]) => (
            <option key={filter} value={filter}>
              {text[label]}
            </option>
          ))}
        </select>
        <Icon name="next" />
      </div>
      <output className="lk-total">
        {total === null ? "" : fillPlural(text.API_KEYS_COUNT, total, locale)}
      </output>
    </div>
  );
}
