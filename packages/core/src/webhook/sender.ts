/** Milliseconds that an attempt may take altogether. */
export const SEND_TIMEOUT = 10_000;

/** A message to be signed and sent, once. */
export interface Message {
  readonly url: string;
  /** `webhook-id`. */
  readonly id: string;
  /** Milliseconds since the epoch, for `webhook-timestamp`. */
  readonly timestamp: number;
  readonly payload: string;
  /** One or two: messages are signed with each. */
  readonly secrets: readonly string[];
}

/** What came of sending: the receiver's status if it answered, else a sentence that may be shown. */
export type SendOutcome =
  | { readonly status: number; readonly error?: undefined }
  | { readonly status: null; readonly error: string };

/**
 * Sends a message within `SEND_TIMEOUT`, following no redirects. Never rejects for what the receiver, the
 * network or the address is to blame for. What it says of an address that is not allowed tells nothing
 * of what is there.
 */
export type Sender = (message: Message) => Promise<SendOutcome>;

/** The sentence for a status, where it is none of success. */
export function errorOfStatus(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status === 410) return "The receiver answered 410: it wants no more, and the webhook is off.";
  const redirected = status >= 300 && status < 400 ? "; redirects are not followed" : "";
  return `The receiver answered ${status}${redirected}.`;
}
