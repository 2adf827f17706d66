import { OUTCOME_CODES, type RefusalCode } from "../code/outcome-codes.ts";
import type { KeyView } from "../record/record.ts";

/**
 * The right secret, on a key that may be used. Record and owner are shared with other verifications:
 * the record is frozen (all but the insides of its dates), the owner must not be changed.
 */
export interface AcceptedKey<Owner> {
  readonly valid: true;
  readonly outcome: "valid";
  readonly record: KeyView;
  readonly owner: Owner;
}

/** Anything else, and why. */
export interface RefusedKey {
  readonly valid: false;
  readonly outcome: RefusalCode;
  /** A sentence for the caller. Never says more than the code does. */
  readonly message: string;
  /** Seconds after which another try may fare better; for codes that tell so. */
  readonly retryAfter?: number;
  /** For logs, and only where the right secret was presented: the record that refused. */
  readonly record?: KeyView;
}

export type Verification<Owner> = AcceptedKey<Owner> | RefusedKey;

export function refuse(
  outcome: RefusalCode,
  more: Pick<RefusedKey, "retryAfter" | "record"> = {},
): RefusedKey {
  return { valid: false, outcome, message: OUTCOME_CODES[outcome].message, ...more };
}
