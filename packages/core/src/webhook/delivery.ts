/**
 * What became of a message to one webhook: `pending` until it is tried (again), `sending` while some
 * process tries, then `delivered` or `failed`.
 */
export const DELIVERY_STATES = ["pending", "sending", "delivered", "failed"] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One event on its way to one webhook. */
export interface Delivery {
  readonly id: string;
  readonly webhookId: string;
  /** The event's id, and the message's: `webhook-id`. */
  readonly eventId: string;
  readonly type: string;
  /** What is sent, to the letter. */
  readonly payload: string;
  readonly state: DeliveryState;
  /** Attempts that were begun, since it was enqueued or last asked for again. */
  readonly attempts: number;
  /** When it is to be tried next; while it is being sent, when whoever sends it is taken for dead. */
  readonly dueAt: Date;
  /** No attempt follows one that fails from this moment on. */
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly lastAttemptAt: Date | null;
  /** The HTTP status of the last answer; `null`: there was none. */
  readonly lastStatus: number | null;
  /** Why the last attempt failed, in a sentence that may be shown; `null`: it did not. */
  readonly lastError: string | null;
  /** When it was delivered or given up. */
  readonly endedAt: Date | null;
  /** One more with each change. */
  readonly version: number;
}

/** What of a delivery can change. */
export type DeliveryChange = Partial<
  Pick<
    Delivery,
    | "state"
    | "attempts"
    | "dueAt"
    | "expiresAt"
    | "lastAttemptAt"
    | "lastStatus"
    | "lastError"
    | "endedAt"
  >
>;
