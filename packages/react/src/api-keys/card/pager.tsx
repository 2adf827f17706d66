"use client";
import { fill } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { Icon } from "../../part/icon.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { PAGE_SIZE } from "../key-queries.ts";
import type { KeysCardState } from "./use-keys-card.ts";

/** Nothing where all keys fit on one page. */
export function Pager({ card, total }: { card: KeysCardState; total: number }) {
  const { text, locale } = useText();
  if (total <= PAGE_SIZE) return null;
  const { view, setView, isStale } = card;
  const first = view.page * PAGE_SIZE;
  const last = Math.min(first + PAGE_SIZE, total);
  const number = new Intl.NumberFormat(locale);
  const go = (page: number, isPossible: boolean) => () => {
    if (isPossible && !isStale) setView({ ...view, page });
  };
  // Off, not gone: a button that is taken away under the finger or the focus loses both.
  const button = (name: string, icon: "previous" | "next", page: number, isPossible: boolean) => (
    <Button
      className="lk-icon-button"
      aria-label={name}
      aria-disabled={!isPossible || undefined}
      onClick={go(page, isPossible)}
    >
      <Icon name={icon} />
    </Button>
  );
  return (
    <nav className="lk-pager" aria-label={text.API_KEYS_PAGES}>
      <output>
        {fill(text.API_KEYS_RANGE, {
          first: number.format(first + 1),
          last: number.format(last),
          total: number.format(total),
        })}
      </output>
      {button(text.PREVIOUS_PAGE, "previous", view.page - 1, view.page > 0)}
      {button(text.NEXT_PAGE, "next", view.page + 1, last < total)}
    </nav>
  );
}
