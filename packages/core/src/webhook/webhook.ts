import type { WebhookEventType } from "./event.ts";

/** Webhooks that one owner may have, and that administrators may have for all owners together. */
export const MAX_WEBHOOKS = 10;

/** Milliseconds for which messages are signed with the old secret too, after a new one was made. */
export const SECRET_OVERLAP = 24 * 60 * 60 * 1_000;

/** Whose events a webhook is told of: one owner's under one configuration, or everybody's. */
export type WebhookScope =
  | { readonly referenceId: string; readonly configId: string }
  | { readonly referenceId: null; readonly configId: null };

export const INSTALLATION: WebhookScope = { referenceId: null, configId: null };

/** A place that events are sent to. */
export type Webhook = WebhookScope & {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly types: readonly WebhookEventType[];
  readonly enabled: boolean;
  /** The beginning of the secret, to recognise it by. */
  readonly secretHint: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The user who registered it; `null`: the server. */
  readonly createdById: string | null;
  /** Since when every attempt has failed; `null`: the last one did not. */
  readonly failingSince: Date | null;
};

/** A webhook as it is stored: with its secrets, sealed. */
export type StoredWebhook = Webhook & {
  readonly sealedSecret: string;
  /** The secret before, and until when it signs too. */
  readonly previousSealedSecret: string | null;
  readonly previousSecretUntil: Date | null;
  /** One more with each change. */
  readonly version: number;
};

/** What of a webhook can change. */
export type WebhookChange = Partial<
  Pick<
    StoredWebhook,
    | "url"
    | "description"
    | "types"
    | "enabled"
    | "secretHint"
    | "updatedAt"
    | "failingSince"
    | "sealedSecret"
    | "previousSealedSecret"
    | "previousSecretUntil"
  >
>;

export function withoutSecrets(stored: StoredWebhook): Webhook {
  const {
    sealedSecret: _sealedSecret,
    previousSealedSecret: _previousSealedSecret,
    previousSecretUntil: _previousSecretUntil,
    version: _version,
    ...webhook
  } = stored;
  return webhook;
}

/** One text for one scope, and another for every other. */
export function scopeName({ referenceId, configId }: WebhookScope): string {
  return JSON.stringify(referenceId === null ? [] : [configId, referenceId]);
}
