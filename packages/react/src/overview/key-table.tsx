"use client";
import { keyTitle } from "../api-keys/key-display.ts";
import { KeyStart } from "../api-keys/key-start.tsx";
import type { KeyInOverview } from "../client/admin-client.ts";
import { fill } from "../localization/message.ts";
import { useText } from "../provider/use-auth-ui.ts";
import { Moment } from "../time/moment.tsx";
import { useNow } from "../time/use-now.ts";
import type { Column } from "./overview-lists.tsx";

export interface KeyTableProps {
  caption: string;
  keys: readonly KeyInOverview[];
  columns: readonly Column[];
  /** Whoever is looking. */
  userId: string;
}

/** Keys of anybody, with what there is to say of them. Where there is no room for columns, each key is a block. */
export function KeyTable({ caption, keys, columns, userId }: KeyTableProps) {
  const { text } = useText();
  const now = useNow();
  return (
    <table className="lk-table lk-overview-table">
      <caption className="lk-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{text.KEY}</th>
          {columns.map(({ name, kind }) => (
            <th key={name} scope="col" data-number={kind === "count" ? "" : undefined}>
              {text[name]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <th scope="row">
              <KeyAndOwner apiKey={key} userId={userId} />
            </th>
            {columns.map((column) => (
              <td
                key={column.name}
                data-name={text[column.name]}
                data-number={column.kind === "count" ? "" : undefined}
              >
                <Cell apiKey={key} column={column} now={now} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function KeyAndOwner({ apiKey, userId }: { apiKey: KeyInOverview; userId: string }) {
  const { text } = useText();
  const { referenceId } = apiKey;
  const isOwn = referenceId === userId;
  return (
    <>
      <span className="lk-row-name">{keyTitle(apiKey, text)}</span>
      <span className="lk-overview-facts">
        <KeyStart start={apiKey.start} />{" "}
        <span>{isOwn ? text.OVERVIEW_YOURS : fill(text.OVERVIEW_OWNER, { id: referenceId })}</span>
      </span>
    </>
  );
}

function Cell({ apiKey, column, now }: { apiKey: KeyInOverview; column: Column; now: number }) {
  const { text, locale } = useText();
  if (column.kind === "count") return new Intl.NumberFormat(locale).format(apiKey[column.of]);
  const date = apiKey[column.of];
  if (date === null) return <span data-quiet="">{text[column.none]}</span>;
  return <Moment date={date} now={now} />;
}
