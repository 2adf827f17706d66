"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { useId } from "react";
import type { Localization } from "../../localization/localization.ts";
import { fill, fillPlural } from "../../localization/message.ts";
import { joinClasses, useClassNames } from "../../part/class-names.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { durationText } from "../../time/format-time.ts";
import type { Headroom } from "./headroom.ts";
import { useHeadroom } from "./use-headroom.ts";

const MINUTE = 60_000;

/** How many requests a key may make, how near it came to that, and what is left of its quota. */
export function KeyLimits({ apiKey, userId }: { apiKey: ApiKey; userId: string }) {
  const { text, locale } = useText();
  const { limits, refused } = useHeadroom(apiKey, userId);
  const skeleton = joinClasses("lk-skeleton", useClassNames().skeleton);
  const hasQuota = apiKey.remaining !== null;
  if (limits !== undefined && (limits ?? []).length === 0 && !hasQuota) return null;
  return (
    <section className="lk-limits" aria-busy={limits === undefined}>
      <h3 className="lk-section-title">{text.LIMITS}</h3>
      {limits === undefined ? (
        <div className="lk-limit" aria-hidden="true">
          <p>
            <span className={skeleton} data-size="name" />
          </p>
          <span className="lk-meter" />
        </div>
      ) : null}
      {limits?.map((headroom) => (
        <Limit key={headroom.limit.name} headroom={headroom} />
      ))}
      {refused === 0 ? null : <p data-over="">{fillPlural(text.LIMIT_REFUSED, refused, locale)}</p>}
      <Quota apiKey={apiKey} />
    </section>
  );
}

function Limit({ headroom }: { headroom: Headroom }) {
  const { text, locale } = useText();
  const { limit, used } = headroom;
  const words = limitText(headroom, text, locale);
  if (used === null) return <p>{words}</p>;
  return <Measured value={used} max={limit.max} words={words} isNear={used >= 0.9 * limit.max} />;
}

function limitText({ limit, used }: Headroom, text: Localization, locale: string): string {
  const number = new Intl.NumberFormat(locale);
  const max = number.format(limit.max);
  const window = durationText(limit.window / 1000, locale);
  if (used === null) return fill(text.LIMIT_ALONE, { max, window });
  const message = limit.window === MINUTE ? text.LIMIT_A_MINUTE : text.LIMIT_WITHIN;
  return fill(message, { used: number.format(used), max, window });
}

/** A server that is older than this page may not know of refills. */
function Quota({ apiKey }: { apiKey: ApiKey }) {
  const { text, locale } = useText();
  const { remaining } = apiKey;
  const [amount, interval] = [apiKey.refillAmount ?? null, apiKey.refillInterval ?? null];
  if (remaining === null) return null;
  const refilled =
    interval === null
      ? null
      : fill(text.QUOTA_REFILLED, { interval: durationText(interval / 1000, locale) });
  if (amount === null || amount <= 0) {
    return <p>{fillPlural(text.QUOTA_LEFT, remaining, locale)}</p>;
  }
  const number = new Intl.NumberFormat(locale);
  const left = Math.min(remaining, amount);
  const words = fill(text.QUOTA_LEFT_OF, {
    left: number.format(remaining),
    amount: number.format(amount),
  });
  return (
    <>
      <Measured value={left} max={amount} words={words} isNear={left <= 0.1 * amount} />
      {refilled === null ? null : <p data-quiet="">{refilled}</p>}
    </>
  );
}

interface MeasuredProps {
  value: number;
  max: number;
  words: string;
  /** Little is left. */
  isNear: boolean;
}

function Measured({ value, max, words, isNear }: MeasuredProps) {
  const id = useId();
  const share = max === 0 ? 1 : Math.min(1, value / max);
  return (
    <div className="lk-limit">
      <p id={id}>{words}</p>
      {/* The browser's own cannot be drawn alike everywhere. */}
      <meter className="lk-hidden" aria-labelledby={id} max={max} value={Math.min(value, max)} />
      <div className="lk-meter" aria-hidden="true" data-near={isNear ? "" : undefined}>
        <span style={{ inlineSize: `${share * 100}%` }} />
      </div>
    </div>
  );
}
