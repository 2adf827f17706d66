"use client";
import { useState } from "react";
import type { KeyAlert } from "../../client/alerts-client.ts";
import { fill, fillPlural } from "../../localization/message.ts";
import { Button } from "../../part/button.tsx";
import { Disclosure } from "../../part/disclosure.tsx";
import { Failure } from "../../part/failure.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { longDate } from "../../time/format-time.ts";
import { useNow } from "../../time/use-now.ts";
import { useAbilities } from "../abilities.ts";
import { AlertLine } from "./alert-line.tsx";
import { alertText } from "./alert-message.ts";
import { useAlertHandling } from "./use-alerts.ts";

export interface OpenAlertsProps {
  alerts: readonly KeyAlert[];
  userId: string;
  /** Where the focus goes when the button that has it goes. */
  focusElsewhere: () => void;
}

/** What is not settled about a key, and how to say that it was seen, or is settled. */
export function OpenAlerts({ alerts, userId, focusElsewhere }: OpenAlertsProps) {
  const { text, locale } = useText();
  const now = useNow();
  const { failure, acknowledge, resolve } = useAlertHandling(userId);
  const canHandle = useAbilities().update;
  const [said, setSaid] = useState("");

  const handle = (how: (alert: KeyAlert) => void, notice: string, alert: KeyAlert) => {
    setSaid(fill(notice, { alert: alertText(alert, now, text, locale) }));
    focusElsewhere();
    how(alert);
  };
  return (
    <>
      <output className="lk-hidden">{said}</output>
      <Failure failure={failure} />
      {alerts.length === 0 ? null : (
        <section className="lk-key-alerts" aria-label={text.ALERTS}>
          <ul>
            {alerts.map((alert) => {
              const named = { alert: alertText(alert, now, text, locale) };
              return (
                <AlertLine key={alert.id} alert={alert} now={now}>
                  <span className="lk-alert-actions">
                    {alert.acknowledgedAt === null ? null : (
                      <span data-quiet="">{text.ALERT_ACKNOWLEDGED}</span>
                    )}
                    {canHandle && alert.acknowledgedAt === null ? (
                      <Button
                        variant="quiet"
                        aria-label={fill(text.ALERT_ACKNOWLEDGE_NAMED, named)}
                        onClick={() => handle(acknowledge, text.ALERT_ACKNOWLEDGED_NOTICE, alert)}
                      >
                        {text.ALERT_ACKNOWLEDGE}
                      </Button>
                    ) : null}
                    {canHandle ? (
                      <Button
                        variant="quiet"
                        aria-label={fill(text.ALERT_SETTLE_NAMED, named)}
                        onClick={() => handle(resolve, text.ALERT_SETTLED_NOTICE, alert)}
                      >
                        {text.ALERT_SETTLE}
                      </Button>
                    ) : null}
                  </span>
                </AlertLine>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}

/** What was told of a key before: folded away, in the words of its own time. */
export function SettledAlerts({ alerts }: { alerts: readonly KeyAlert[] }) {
  const { text, locale } = useText();
  if (alerts.length === 0) return null;
  return (
    <Disclosure title={fillPlural(text.ALERTS_SETTLED, alerts.length, locale)}>
      {() => (
        <ul className="lk-settled-alerts">
          {alerts.map((alert) => (
            <li key={alert.id}>
              <p>{alertText(alert, alert.lastSeenAt.getTime(), text, locale)}</p>
              <p data-quiet="">
                {longDate(alert.raisedAt, locale)}
                {alert.resolvedAt === null ? null : (
                  <>
                    {" "}
                    · {fill(text.ALERT_SETTLED_ON, { date: longDate(alert.resolvedAt, locale) })}
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Disclosure>
  );
}
