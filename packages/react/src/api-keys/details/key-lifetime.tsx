"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { useText } from "../../provider/use-auth-ui.ts";
import { longDate } from "../../time/format-time.ts";
import { useNow } from "../../time/use-now.ts";
import { lifetimeOf, type LifetimeMark } from "./lifetime.ts";

/** How much of its life a key has behind it. For the eye: the dates themselves are among the details. */
export function KeyLifetime({ apiKey }: { apiKey: ApiKey }) {
  const { text, locale } = useText();
  const points = lifetimeOf(apiKey, useNow());
  if (points === null) return null;
  const passed = points.find(({ mark }) => mark === "now")?.share ?? 1;
  const names: Record<LifetimeMark, string> = {
    created: text.CREATED,
    rotate: text.DETAILS_ROTATE_BY,
    now: text.TODAY,
    end: apiKey.revokedAt === null ? text.EXPIRES : text.REVOKED,
  };
  return (
    <div className="lk-life" aria-hidden="true">
      <div className="lk-life-line">
        <span className="lk-life-passed" style={{ inlineSize: `${passed * 100}%` }} />
        {points.map(({ mark, at, share }) => (
          <span
            key={mark}
            className="lk-life-mark"
            data-mark={mark}
            title={`${names[mark]}: ${longDate(at, locale)}`}
            style={{ insetInlineStart: `${share * 100}%` }}
          />
        ))}
      </div>
      <div className="lk-life-ends">
        <span>{longDate(apiKey.createdAt, locale)}</span>
        <span>{longDate(points.at(-1)?.at ?? apiKey.createdAt, locale)}</span>
      </div>
    </div>
  );
}
