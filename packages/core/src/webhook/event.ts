/** What webhooks can be told of. Words that are in use stay in use: receivers compare them. */
export const WEBHOOK_EVENT_TYPES = ["api_key.alert.raised"] as const;

export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** Of what the test button sends: to one webhook, whatever it is registered for. */
export const TEST_EVENT_TYPE = "webhook.test";

/** Characters that a message may have: what is longer was never meant to be sent. */
export const MAX_PAYLOAD_LENGTH = 64 * 1_024;
export const MAX_EVENT_ID_LENGTH = 200;

/** Something that happened, to be told to whoever registered for it. */
export interface WebhookEvent {
  /**
   * Of this event and no other, and the same whenever it is told again: 1 to 200 printable ASCII
   * characters without space or full stop. Receivers get it as `webhook-id`.
   */
  readonly id: string;
  readonly type: WebhookEventType;
  readonly at: Date;
  /** The owner whom it concerns. */
  readonly referenceId: string;
  readonly configId: string;
  /** Anything that JSON can say. Never a key. */
  readonly data: unknown;
}

/** Where events are left to be delivered, however long that takes. */
export interface Outbox {
  /**
   * Leaves an event for every webhook that is registered for it now. Resolves once that is durable. The
   * same id again adds nothing for webhooks that have it, for as long as deliveries are kept: whoever
   * does not know whether it was heard says it again.
   *
   * @throws {RangeError} for an id or data that cannot be sent.
   */
  enqueue(event: WebhookEvent): Promise<void>;
}

// What is signed is `id.timestamp.payload`: a full stop in the id would make two readings of it.
const EVENT_ID = /^[!-\-/-~]+$/;

/** @throws {RangeError} */
export function assertEventId(id: string): void {
  if (id.length <= MAX_EVENT_ID_LENGTH && EVENT_ID.test(id)) return;
  throw new RangeError(
    `An event's id is 1 to ${MAX_EVENT_ID_LENGTH} printable ASCII characters without space or full stop.`,
  );
}

/**
 * What is sent, to the letter, with every attempt: the form that Standard Webhooks recommends.
 *
 * @throws {RangeError} for data that JSON cannot say, or that is too long.
 */
export function payloadOf(event: {
  readonly type: string;
  readonly at: Date;
  readonly data: unknown;
}): string {
  const { type, at, data } = event;
  const payload = JSON.stringify({ type, timestamp: at.toISOString(), data: data ?? null });
  if (payload.length <= MAX_PAYLOAD_LENGTH) return payload;
  throw new RangeError(`An event may be ${MAX_PAYLOAD_LENGTH} characters of JSON at most.`);
}
