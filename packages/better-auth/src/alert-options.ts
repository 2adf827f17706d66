import type { AlertHooks, AlertOptions, AnnounceAlert, OwnerKind } from "@latchkey/core";
import { type ApiKeyAlert, toApiKeyAlert } from "./alert.ts";
import type { ApiKeyOwner } from "./owners.ts";

/** When alerts are raised, and who sends them. Durations are in seconds. */
export interface ApiKeyAlertOptions extends AlertOptions {
  /**
   * Sends a digest to the owner of keys: by e-mail, say. Called again, later and later, until it resolves; may
   * come twice where a process dies in between. Nothing is sent, by default.
   */
  readonly sendAlert?: ((digest: ApiKeyAlertDigest) => Promise<void>) | undefined;
}

/** Alerts of one owner that were raised within `digestInterval`, oldest first. */
export interface ApiKeyAlertDigest {
  readonly owner: AlertRecipient;
  readonly alerts: readonly ApiKeyAlert[];
}

/** Whose keys the alerts are about. */
export interface AlertRecipient {
  readonly kind: OwnerKind;
  readonly id: string;
  readonly name: string;
  /** Of a user. An organization has none of its own: the application knows who is to be told. */
  readonly email?: string;
}

/** What the engine is told of alerts. */
export function alertHooks(
  { sendAlert, ...options }: ApiKeyAlertOptions,
  announce?: AnnounceAlert,
): AlertHooks<ApiKeyOwner> {
  return {
    ...options,
    announce,
    send:
      sendAlert === undefined
        ? undefined
        : ({ owner, alerts }) =>
            sendAlert({ owner: recipientOf(owner), alerts: alerts.map(toApiKeyAlert) }),
  };
}

function recipientOf(owner: ApiKeyOwner): AlertRecipient {
  if (owner.kind === "organization") {
    const { id, name } = owner.organization;
    return { kind: owner.kind, id, name };
  }
  const { id, name, email } = owner.user;
  return { kind: owner.kind, id, name, email };
}
