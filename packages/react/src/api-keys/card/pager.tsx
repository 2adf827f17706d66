"use client";
import { fill } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { Icon } from "../../part/icon.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { PAGE_SIZE } from "../key-list-view.ts";
import type { ShownPage } from "../key-queries.ts";
import type { KeysCardState } from "./use-keys-card.ts";

/** Nothing where all keys fit on one page. */
export function Pager({ card, page }: { card: KeysCardState; page: ShownPage }) {
  const { text, locale } = useText();
  const { total } = page;
  if (total <= PAGE_SIZE) return null;
  const { view, change, isStale } = card.list;
  const first = page.view.page * PAGE_SIZE;
  const last = first + page.apiKeys.length;
  const number = new Intl.NumberFormat(locale);
  const go = (next: number, isPossible: boolean) => () => {
    if (isPossible && !isStale) change({ page: next });
  };
  // Off, not gone: a button that is taken away under the finger or the focus loses both.
  const button = (name: string, icon: "previous" | "next", to: number, isPossible: boolean) => (
    <Button
      className="lk-icon-button"
      aria-label={name}
      aria-disabled={!isPossible || undefined}
      onClick={go(to, isPossible)}
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
