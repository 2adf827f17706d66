"use client";
import type { KeyInOverview, OverviewAnswer } from "../client/admin-client.ts";
import type { Localization } from "../localization/localization.ts";
import { Card } from "../part/card.tsx";
import { useText } from "../provider/use-auth-ui.ts";
import { KeyTable } from "./key-table.tsx";

/** A column beside the key's own: a count, or a moment and what stands for none. */
export type Column =
  | { kind: "count"; name: keyof TextsOf; of: "total" | "failed" }
  | {
      kind: "moment";
      name: keyof TextsOf;
      of: "createdAt" | "expiresAt" | "lastRequest";
      none: keyof TextsOf;
    };

type TextsOf = Pick<
  Localization,
  | "USAGE_TOTAL"
  | "OVERVIEW_FAILED_REQUESTS"
  | "LAST_USED"
  | "EXPIRES"
  | "CREATED"
  | "NEVER_USED"
  | "NEVER_EXPIRES"
>;

const REQUESTS = { kind: "count", name: "USAGE_TOTAL", of: "total" } as const;
const FAILED = { kind: "count", name: "OVERVIEW_FAILED_REQUESTS", of: "failed" } as const;
const USED = { kind: "moment", name: "LAST_USED", of: "lastRequest", none: "NEVER_USED" } as const;
const EXPIRES = {
  kind: "moment",
  name: "EXPIRES",
  of: "expiresAt",
  none: "NEVER_EXPIRES",
} as const;
const CREATED = { kind: "moment", name: "CREATED", of: "createdAt", none: "NEVER_USED" } as const;

/** In the order of the page: what is going on, what is wrong, what is to be done. */
const LISTS = [
  { of: "busiest", text: "BUSIEST", columns: [REQUESTS, USED] },
  { of: "failing", text: "FAILING", columns: [FAILED, REQUESTS] },
  { of: "expiring", text: "EXPIRING", columns: [EXPIRES, USED] },
  { of: "neverUsed", text: "NEVER_USED", columns: [CREATED, EXPIRES] },
  { of: "oldest", text: "OLDEST", columns: [CREATED, USED] },
] as const;

export function OverviewLists({ overview, userId }: { overview: OverviewAnswer; userId: string }) {
  const { text } = useText();
  return (
    <div className="lk-overview-lists">
      {LISTS.map((list) => {
        const keys: readonly KeyInOverview[] = overview[list.of];
        const title = text[`OVERVIEW_${list.text}`];
        return (
          <Card key={list.of} title={title} description={text[`OVERVIEW_${list.text}_DESCRIPTION`]}>
            {keys.length === 0 ? (
              <p className="lk-overview-none">{text[`OVERVIEW_${list.text}_NONE`]}</p>
            ) : (
              <KeyTable caption={title} keys={keys} columns={list.columns} userId={userId} />
            )}
          </Card>
        );
      })}
    </div>
  );
}
