"use client";
import type { ReactNode } from "react";
import { fill } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { Icon } from "../../part/icon.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { FIRST_VIEW, type KeyListView } from "../key-list-view.ts";
import type { ListPhase } from "./list-phase.ts";
import { Placeholder } from "./placeholder.tsx";
import type { KeysCardState } from "./use-keys-card.ts";

export interface KeyListEmptyProps {
  card: KeysCardState;
  phase: Extract<ListPhase, { kind: "empty" }>;
  create: ReactNode;
}

export function KeyListEmpty({ card, phase, create }: KeyListEmptyProps) {
  const { text } = useText();
  if (phase.reason === "none") {
    return (
      <Placeholder
        icon={<Icon name="key" />}
        title={text.NO_API_KEYS}
        description={text.NO_API_KEYS_DESCRIPTION}
        action={create}
      />
    );
  }
  if (phase.reason === "no-match") return <NoMatch card={card} view={phase.view} />;
  return (
    <Placeholder
      title={text.NO_CURRENT_API_KEYS}
      description={text.NO_CURRENT_API_KEYS_DESCRIPTION}
      action={
        <Button onClick={() => card.list.show({ ...FIRST_VIEW, filter: "all" })}>
          {text.SHOW_ALL_API_KEYS}
        </Button>
      }
    />
  );
}

/** The ways on: to look among all keys, and to look at the usual ones again. */
function NoMatch({ card, view }: { card: KeysCardState; view: KeyListView }) {
  const { text } = useText();
  const { search, filter, environment } = view;
  const everywhere: KeyListView = { ...view, filter: "all", environment: null };
  const isEverywhere = filter === "all" && environment === null;
  return (
    <Placeholder
      title={search === "" ? text.NO_MATCHING_API_KEYS : fill(text.NOT_FOUND, { search })}
      description={
        search === "" ? text.NO_MATCHING_API_KEYS_DESCRIPTION : text.NOT_FOUND_DESCRIPTION
      }
      action={
        <>
          {search === "" || isEverywhere ? null : (
            <Button onClick={() => card.list.show(everywhere)}>{text.SEARCH_ALL_API_KEYS}</Button>
          )}
          {search === "" ? (
            <Button onClick={() => card.list.show(FIRST_VIEW)}>{text.SHOW_CURRENT_API_KEYS}</Button>
          ) : (
            <Button onClick={() => card.list.show({ ...view, search: "" })}>
              {text.CLEAR_SEARCH}
            </Button>
          )}
        </>
      }
    />
  );
}
