"use client";
import type { ReactNode, RefObject } from "react";
import { useText } from "../../provider/use-auth-ui.ts";
import { useNow } from "../../time/use-now.ts";
import type { ShownPage } from "../key-queries.ts";
import { usePageUsage } from "../usage/use-key-usage.ts";
import { rotationOf } from "../rotation.ts";
import { KeyColumns } from "./key-columns.tsx";
import { KeyListEmpty } from "./key-list-empty.tsx";
import { KeyListFailed, KeyListSessionExpired } from "./key-list-failed.tsx";
import { KeyListLoading } from "./key-list-loading.tsx";
import { KeyRow } from "./key-row.tsx";
import { KeyToolbar } from "./key-toolbar.tsx";
import type { ListPhase } from "./list-phase.ts";
import { Pager } from "./pager.tsx";
import type { KeysCardState } from "./use-keys-card.ts";

export interface KeyListProps {
  card: KeysCardState;
  root: RefObject<HTMLElement | null>;
  /** The button that leads out of having no keys. */
  create: ReactNode;
}

/** The list in whichever phase it is, and above it, through all phases that it can change, the filter. */
export function KeyList({ card, root, create }: KeyListProps) {
  return (
    <>
      {hasFilter(card.list.phase) ? (
        <KeyToolbar card={card} total={totalOf(card.list.phase)} />
      ) : null}
      <ListBody card={card} root={root} create={create} />
    </>
  );
}

function hasFilter(phase: ListPhase): boolean {
  if (phase.kind === "empty") return phase.reason !== "none";
  return phase.kind !== "session-expired";
}

function totalOf(phase: ListPhase): number | null {
  if (phase.kind === "keys") return phase.page.total;
  return phase.kind === "empty" ? 0 : null;
}

function ListBody({ card, root, create }: KeyListProps) {
  const { phase } = card.list;
  switch (phase.kind) {
    case "session-expired":
      return <KeyListSessionExpired onSignIn={card.retry} />;
    case "failed":
      return <KeyListFailed failure={phase.failure} onRetry={card.retry} />;
    case "loading":
      return <KeyListLoading />;
    case "empty":
      return <KeyListEmpty card={card} phase={phase} create={create} />;
    case "keys":
      return <KeyRows card={card} root={root} page={phase.page} />;
  }
}

function KeyRows({ card, root, page }: Omit<KeyListProps, "create"> & { page: ShownPage }) {
  const { text } = useText();
  const now = useNow();
  const usageOf = usePageUsage(page.apiKeys, card.userId);
  return (
    <>
      <KeyColumns />
      <ul className="lk-rows" aria-label={text.API_KEYS} aria-busy={card.list.isStale}>
        {page.apiKeys.map((key, index) => (
          <KeyRow
            key={key.id}
            apiKey={key}
            rotation={rotationOf(key, page.apiKeys, now)}
            now={now}
            usage={usageOf(key.id)}
            isBusy={card.busyId === key.id}
            container={root}
            onAction={(action) => card.act(action, key, index)}
          />
        ))}
      </ul>
      <Pager card={card} page={page} />
    </>
  );
}
