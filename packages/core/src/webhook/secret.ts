import type { RandomSource } from "../port/random.ts";

/** As the Standard Webhooks specification has it: `whsec_` and the base64 of the key. */
const PREFIX = "whsec_";
/** Bytes; the specification asks for 24 to 64. */
const SECRET_LENGTH = 32;
const HINTED = 4;

export interface WebhookSecret {
  readonly secret: string;
  /** Too little of it to be of use to anybody. */
  readonly hint: string;
}

export function makeSecret(random: RandomSource): WebhookSecret {
  const encoded = Buffer.from(random.bytes(SECRET_LENGTH)).toString("base64");
  return { secret: PREFIX + encoded, hint: `${PREFIX}${encoded.slice(0, HINTED)}…` };
}

/** Keeps secrets so that whoever reads the database does not learn them. */
export interface SecretSealer {
  /** `webhookId`: what is sealed for one webhook opens for no other. */
  seal(secret: string, webhookId: string): Promise<string>;
  /** Rejects where it was sealed for another webhook, or with a key that is gone. */
  open(sealed: string, webhookId: string): Promise<string>;
}
