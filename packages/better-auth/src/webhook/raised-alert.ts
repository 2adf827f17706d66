import type { Alert, WebhookEvent } from "@latchkey/core";
import { toApiKeyAlert } from "../alert.ts";

/** The event that an alert was raised: the same one however often it is told. */
export function raisedAlert(alert: Alert): WebhookEvent {
  const { id, raisedAt, referenceId, configId } = alert;
  const data = toApiKeyAlert(alert);
  return {
    id: `alert_${id}`,
    type: "api_key.alert.raised",
    at: raisedAt,
    referenceId,
    configId,
    data,
  };
}
