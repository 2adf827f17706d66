import type { KeyAlert } from "../../client/alerts-client.ts";
import type { Localization } from "../../localization/localization.ts";
import { fill, fillPlural, type MessageValues } from "../../localization/message.ts";
import { durationText, longDate, relativeTime } from "../../time/format-time.ts";
import { keyTitle } from "../key-display.ts";

/** What there is to tell, with its figures still to be filled in: its key's `name` is one of them. */
export interface AlertMessage {
  readonly message: string;
  readonly values: MessageValues & { readonly name: string };
}

/** What is told of. A kind that only a newer server knows has no words of its own. */
export type ToldAlert = Pick<KeyAlert, "name" | "start" | "count" | "details"> & { kind: string };

/** An alert in one sentence, as it is at `now`. Where its figures are not as they should be, it says less. */
export function alertMessage(
  alert: ToldAlert,
  now: number,
  text: Localization,
  locale: string,
): AlertMessage {
  const name = keyTitle(alert, text);
  const say = (message: string, values: MessageValues = {}) => ({
    message,
    values: { ...values, name },
  });
  const { count, details } = alert;
  const [expiresAt, dueAt] = [momentIn(details["expiresAt"]), momentIn(details["dueAt"])];
  switch (alert.kind) {
    case "expiring":
      if (expiresAt === null) break;
      return say(text.ALERT_EXPIRING, { when: relativeTime(expiresAt, now, locale) });
    case "rotation-due":
      if (dueAt === null) break;
      return say(text.ALERT_ROTATION_DUE, { date: longDate(dueAt, locale) });
    case "predecessor-in-use":
      if (expiresAt === null) break;
      return say(text.ALERT_PREDECESSOR_IN_USE, { when: relativeTime(expiresAt, now, locale) });
    case "ended-key-tried":
      return say(fillPlural(triedText(details["status"], text), count, locale));
    case "error-rate":
      return errorRate(alert, text, locale, say) ?? say(text.ALERT_OTHER);
    case "anomaly":
      return anomaly(alert, text, locale, say) ?? say(text.ALERT_ANOMALY);
    case "leaked":
      return say(text.ALERT_LEAKED);
  }
  return say(text.ALERT_OTHER);
}

/** The same in one piece, for names of buttons and for what is announced. */
export function alertText(...told: Parameters<typeof alertMessage>): string {
  const { message, values } = alertMessage(...told);
  return fill(message, values);
}

function triedText(status: unknown, text: Localization) {
  return status === "expired" ? text.ALERT_EXPIRED_TRIED : text.ALERT_REVOKED_TRIED;
}

const MEASURES: ReadonlyMap<
  unknown,
  "ALERT_ANOMALY_REQUESTS" | "ALERT_ANOMALY_ERRORS" | "ALERT_ANOMALY_ADDRESSES"
> = new Map([
  ["requests", "ALERT_ANOMALY_REQUESTS"],
  ["errors", "ALERT_ANOMALY_ERRORS"],
  ["newAddresses", "ALERT_ANOMALY_ADDRESSES"],
]);

function anomaly(
  { details }: ToldAlert,
  text: Localization,
  locale: string,
  say: (message: string, values: MessageValues) => AlertMessage,
): AlertMessage | null {
  const { measure, value, usualLow: low, usualHigh: high, minutes } = details;
  const message = MEASURES.get(measure);
  if (message === undefined || !isCount(minutes)) return null;
  if (typeof value !== "number" || typeof low !== "number" || typeof high !== "number") return null;
  const number = new Intl.NumberFormat(
    locale,
    measure === "errors" ? { style: "percent", maximumFractionDigits: 1 } : {},
  );
  return say(text[message], {
    value: number.format(value),
    low: number.format(low),
    high: number.format(high),
    duration: durationText(minutes * 60, locale),
  });
}

function errorRate(
  { details }: ToldAlert,
  text: Localization,
  locale: string,
  say: (message: string, values: MessageValues) => AlertMessage,
): AlertMessage | null {
  const { requests, refused, window } = details;
  if (!isCount(requests) || !isCount(refused) || !isCount(window)) return null;
  const number = new Intl.NumberFormat(locale);
  return say(text.ALERT_ERROR_RATE, {
    refused: number.format(refused),
    requests: number.format(requests),
    duration: durationText(window, locale),
  });
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function momentIn(value: unknown): Date | null {
  const moment = typeof value === "string" ? new Date(value) : null;
  return moment === null || Number.isNaN(moment.getTime()) ? null : moment;
}
