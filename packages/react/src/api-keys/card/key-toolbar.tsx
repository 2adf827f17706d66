"use client";
import type { Localization } from "../../localization/localization.ts";
import { fillPlural } from "../../localization/message.ts";
import { SearchField } from "../../part/search-field.tsx";
import { Select } from "../../part/select.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { environmentTitle } from "../environment-text.ts";
import { MAX_SEARCH_LENGTH, type KeyListView, type KeySort } from "../key-list-view.ts";
import type { ListState } from "./use-list.ts";
import type { KeysCardState } from "./use-keys-card.ts";

const FILTERS: readonly [KeyListView["filter"], keyof Localization & `FILTER_${string}`][] = [
  ["live", "FILTER_LIVE"],
  ["active", "FILTER_ACTIVE"],
  ["disabled", "FILTER_DISABLED"],
  ["expired", "FILTER_EXPIRED"],
  ["revoked", "FILTER_REVOKED"],
  ["all", "FILTER_ALL"],
];

const SORTS: readonly [KeySort, keyof Localization & `SORT_${string}`][] = [
  ["newest", "SORT_NEWEST"],
  ["name", "SORT_NAME"],
  ["used", "SORT_USED"],
  ["expires", "SORT_EXPIRES"],
];

/** Which keys are shown, in which order, and how many those are; `total` is `null` until it is known. */
export function KeyToolbar({ card, total }: { card: KeysCardState; total: number | null }) {
  const { text, locale } = useText();
  const { list } = card;
  return (
    <div className="lk-toolbar">
      <SearchField
        label={text.SEARCH_API_KEYS}
        clearLabel={text.CLEAR_SEARCH}
        value={list.typed}
        maxLength={MAX_SEARCH_LENGTH}
        onChange={list.type}
      />
      <StatusSelect list={list} />
      <EnvironmentSelect list={list} names={environmentNames(card)} />
      <SortSelect list={list} />
      <output className="lk-total">
        {total === null ? "" : fillPlural(text.API_KEYS_COUNT, total, locale)}
      </output>
    </div>
  );
}

function environmentNames({ policy }: KeysCardState): string[] {
  return policy.data?.environments.map(({ name }) => name) ?? [];
}

function StatusSelect({ list }: { list: ListState }) {
  const { text } = useText();
  return (
    <Select
      kind="status"
      label={text.SHOW}
      choices={FILTERS.map(([filter, label]) => ({
        label: text[label],
        isChosen: filter === list.view.filter,
        choose: () => list.change({ filter }),
      }))}
    />
  );
}

/** Nothing where there are no environments. Keys of none are those from before there were any. */
function EnvironmentSelect({ list, names }: { list: ListState; names: readonly string[] }) {
  const { text } = useText();
  if (names.length === 0) return null;
  const choice = (label: string, environment: string | null) => ({
    label,
    isChosen: environment === list.view.environment,
    choose: () => list.change({ environment }),
  });
  return (
    <Select
      kind="environment"
      label={text.ENVIRONMENT}
      choices={[
        choice(text.ALL_ENVIRONMENTS, null),
        ...names.map((name) => choice(environmentTitle(name, text), name)),
        choice(text.NO_ENVIRONMENT, ""),
      ]}
    />
  );
}

function SortSelect({ list }: { list: ListState }) {
  const { text } = useText();
  return (
    <Select
      kind="sort"
      label={text.SORT}
      choices={SORTS.map(([sort, label]) => ({
        label: text[label],
        isChosen: sort === list.view.sort,
        choose: () => list.change({ sort }),
      }))}
    />
  );
}
