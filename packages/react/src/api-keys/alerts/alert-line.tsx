"use client";
import type { ReactNode } from "react";
import type { KeyAlert } from "../../client/alerts-client.ts";
import type { Localization } from "../../localization/localization.ts";
import { Filled } from "../../part/filled.tsx";
import { Icon } from "../../part/icon.tsx";
import { useText } from "../../provider/use-auth-ui.ts";
import { Moment } from "../../time/moment.tsx";
import { alertMessage } from "./alert-message.ts";
import { isDue } from "./alert-order.ts";

export interface AlertLineProps {
  alert: KeyAlert;
  now: number;
  /** What can be done about it. */
  children?: ReactNode;
}

/** What there is to tell, how much it matters, and when it was seen last. */
export function AlertLine({ alert, now, children }: AlertLineProps) {
  const { text, locale } = useText();
  const { message, values } = alertMessage(alert, now, text, locale);
  return (
    <li className="lk-alert" data-severity={alert.severity}>
      <Icon name="warning" />
      <p>
        <span className="lk-hidden">{severityText(alert.severity, text)}: </span>
        <Filled
          message={message}
          values={{ ...values, name: <strong>{values.name}</strong> }}
        />{" "}
        {isDue(alert) ? null : (
          <span data-quiet="">
            {/* It is seen up to the end of a minute, which may be yet to come. */}
            <Moment date={new Date(Math.min(now, alert.lastSeenAt.getTime()))} now={now} />
          </span>
        )}
      </p>
      {children}
    </li>
  );
}

function severityText(severity: string, text: Localization): string {
  if (severity === "critical") return text.ALERT_CRITICAL;
  return severity === "info" ? text.ALERT_INFO : text.ALERT_WARNING;
}
