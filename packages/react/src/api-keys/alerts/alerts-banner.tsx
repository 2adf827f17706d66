"use client";
import { useEffect, useRef, useState } from "react";
import type { KeyAlert } from "../../client/alerts-client.ts";
import { fill, fillPlural } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { Failure } from "../../part/failure.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import type { RequestFailure } from "../../request/failure.ts";
import { useNow } from "../../time/use-now.ts";
import { useAbilities } from "../abilities.ts";
import { keyTitle } from "../key-display.ts";
import { AlertLine } from "./alert-line.tsx";
import { alertText } from "./alert-message.ts";
import { useAlertHandling, useNews } from "./use-alerts.ts";

/** How many are told without being asked. */
const FEW = 3;

export interface AlertsBannerProps {
  /** Whoever is looking; empty while nobody is signed in. */
  userId: string;
  /** Shows the details of an alert's key. */
  onOpen: (alert: KeyAlert) => void;
  /** Of the alert whose key is being looked up. */
  openingId: string | null;
  /** Why the last key that was asked for could not be shown. */
  failure: RequestFailure | null;
  /** Where the focus goes when the button that has it goes, and no other alert is there. */
  focusElsewhere: () => void;
}

/** What the owner of the keys should look at. Nothing, where there is nothing. */
export function AlertsBanner(props: AlertsBannerProps) {
  const { userId, onOpen, openingId, failure, focusElsewhere } = props;
  const { text, locale } = useText();
  const now = useNow();
  const news = useNews(userId);
  const handling = useAlertHandling(userId);
  const canHandle = useAbilities().update;
  const [showsAll, setShowsAll] = useState(false);
  const [said, setSaid] = useState("");
  const { list, goOnFrom } = useFocusInList(news.length, focusElsewhere);
  const shown = showsAll ? news : news.slice(0, FEW);

  const acknowledge = (alert: KeyAlert, index: number) => {
    goOnFrom(index);
    setSaid(fill(text.ALERT_ACKNOWLEDGED_NOTICE, { alert: alertText(alert, now, text, locale) }));
    handling.acknowledge(alert);
  };
  return (
    <>
      <output className="lk-hidden">{said}</output>
      <Failure failure={handling.failure ?? failure} />
      {news.length === 0 ? null : (
        <section className="lk-alerts" aria-label={text.ALERTS}>
          <div>
            <ul ref={list}>
              {shown.map((alert, index) => (
                <AlertLine key={alert.id} alert={alert} now={now}>
                  <span className="lk-alert-actions">
                    <Button
                      variant="quiet"
                      data-lk-alert={alert.id}
                      pending={openingId === alert.id}
                      aria-label={fill(text.DETAILS_NAMED, { name: keyTitle(alert, text) })}
                      onClick={() => onOpen(alert)}
                    >
                      {text.DETAILS}
                    </Button>
                    {canHandle ? (
                      <Button
                        variant="quiet"
                        aria-label={fill(text.ALERT_ACKNOWLEDGE_NAMED, {
                          alert: alertText(alert, now, text, locale),
                        })}
                        onClick={() => acknowledge(alert, index)}
                      >
                        {text.ALERT_ACKNOWLEDGE}
                      </Button>
                    ) : null}
                  </span>
                </AlertLine>
              ))}
            </ul>
            {news.length <= FEW ? null : (
              <button
                type="button"
                className="lk-link lk-alerts-all"
                aria-expanded={showsAll}
                onClick={() => setShowsAll(!showsAll)}
              >
                {showsAll
                  ? text.ALERTS_SHOW_FEWER
                  : fillPlural(text.ALERTS_SHOW_ALL, news.length, locale)}
              </button>
            )}
          </div>
        </section>
      )}
    </>
  );
}

/** The focus goes on to the line that takes the place of the one that has gone. */
function useFocusInList(length: number, focusElsewhere: () => void) {
  const list = useRef<HTMLUListElement>(null);
  const place = useRef<number | null>(null);
  useEffect(() => {
    const index = place.current;
    place.current = null;
    if (index === null) return;
    const lines = list.current?.children ?? [];
    const line = lines[Math.min(index, lines.length - 1)];
    const button = line?.querySelector<HTMLElement>("button:last-of-type");
    if (button === null || button === undefined) focusElsewhere();
    else button.focus();
    // Once for each line that goes.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [length]);
  return {
    list,
    goOnFrom: (index: number) => {
      place.current = index;
    },
  };
}
