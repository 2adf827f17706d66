"use client";
import type { ApiKey, ApiKeyAuditEntry } from "@latchkey/better-auth/client";
import { useEffect, useRef, useState } from "react";
import { fill } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { joinClasses, useClassNames } from "../../part/class-names.tsx";
import { Failure } from "../../part/failure.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { exactTime } from "../../time/format-time.ts";
import { actorText, historyText, type Observer } from "./history-text.ts";
import { useHistory } from "./use-history.ts";

export interface KeyHistoryProps {
  apiKey: ApiKey;
  observer: Observer & { userId: string };
}

/** What was done to a key: by whom, when, and from where. */
export function KeyHistory({ apiKey, observer }: KeyHistoryProps) {
  const { text } = useText();
  const history = useHistory(apiKey, observer.userId);
  const { entries } = history;
  return (
    <>
      {entries === undefined ? (
        <FirstPage failed={history.failure !== null} />
      ) : (
        <EntryList entries={entries} isBusy={history.isFetching} observer={observer} />
      )}
      {entries?.length === 0 ? <p className="lk-hint">{text.HISTORY_EMPTY}</p> : null}
      <Failure failure={history.failure} />
      {entries === undefined && history.failure !== null ? (
        <Button onClick={history.retry}>{text.TRY_AGAIN}</Button>
      ) : null}
      {history.hasMore ? (
        <Button pending={history.isFetching} onClick={() => void history.more()}>
          {text.SHOW_MORE}
        </Button>
      ) : null}
    </>
  );
}

function FirstPage({ failed }: { failed: boolean }) {
  const { text } = useText();
  const className = joinClasses("lk-skeleton", useClassNames().skeleton);
  if (failed) return null;
  return (
    <output>
      <span className={className} data-size="name" />
      <span className="lk-hidden">{text.LOADING_HISTORY}</span>
    </output>
  );
}

interface EntryListProps {
  entries: readonly ApiKeyAuditEntry[];
  isBusy: boolean;
  observer: Observer;
}

function EntryList({ entries, isBusy, observer }: EntryListProps) {
  const { text } = useText();
  const list = useRef<HTMLOListElement>(null);
  const [first] = useState(entries.length);
  const { length } = entries;
  const before = useRef(first);

  // The button that asked for more may have gone with the last of them: the focus goes on to what it brought.
  useEffect(() => {
    if (length > before.current) {
      list.current?.children
        .item(before.current)
        ?.querySelector<HTMLElement>("[tabindex]")
        ?.focus();
    }
    before.current = length;
  }, [length]);

  return (
    <ol ref={list} className="lk-history" aria-label={text.HISTORY} aria-busy={isBusy}>
      {entries.map((entry) => (
        <li key={entry.seq}>
          <Entry entry={entry} observer={observer} />
        </li>
      ))}
    </ol>
  );
}

function Entry({ entry, observer }: { entry: ApiKeyAuditEntry; observer: Observer }) {
  const { text, locale } = useText();
  const { actor, at, address } = entry;
  return (
    <div tabIndex={-1}>
      <p>{historyText(entry, text, locale)}</p>
      <p className="lk-history-facts">
        <span>{actorText(actor, observer, text)}</span>{" "}
        <time dateTime={at.toISOString()}>{exactTime(at, locale)}</time>{" "}
        {address === null ? null : <span>{fill(text.HISTORY_FROM, { address })}</span>}
      </p>
    </div>
  );
}
