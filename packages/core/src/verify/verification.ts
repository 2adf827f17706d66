import type { Permissions } from "../access/permissions.ts";
import { OUTCOME_CODES, type RefusalCode } from "../code/outcome-codes.ts";
import type { LimitRule, LimitState } from "../limit/limit-rule.ts";
import type { KeyView } from "../record/record.ts";

/** What is asked of a key beside being valid. */
export interface VerifyRequest {
  /** The key must be under this configuration; any will do by default. */
  readonly configId?: string | undefined;
  /** All of these it must have. */
  readonly permissions?: Permissions | undefined;
  /**
   * Where the request comes from: an IP address, or what tells it where it is asked for. Without one, keys
   * with an allow-list are refused.
   */
  readonly address?: string | null | (() => string | null) | undefined;
  /** What the client says that it is (`User-Agent`), or what tells it: kept with the key's last use. */
  readonly client?: string | null | (() => string | null) | undefined;
  /** What the request takes from quota and limits: a whole number. 1 by default; 0 only looks. */
  readonly cost?: number | undefined;
  /** Limits of this request beside those that the key has, each counted by its name. None by default. */
  readonly limits?: readonly LimitRule[] | undefined;
  /** Whether this request was verified before, and counted as used: it is not another one. */
  readonly isRepeated?: boolean | undefined;
}

/**
 * The right secret, on a key that may be used. Record and owner are shared with other verifications:
 * the record is frozen (all but the insides of its dates), the owner must not be changed.
 */
export interface AcceptedKey<Owner> {
  readonly valid: true;
  readonly outcome: "valid";
  readonly record: KeyView;
  readonly owner: Owner;
  /** What the key may do; `null`: nothing that takes a permission. */
  readonly permissions: Permissions | null;
  /** Of all the limits that the request was counted against: what is left. */
  readonly limits: readonly LimitState[];
  /** Requests that are left of the key's quota, as far as this process knows; `null`: it has none. */
  readonly remaining: number | null;
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
  /** Of `API_KEY_FORBIDDEN` for want of permissions: those that the key has not. */
  readonly missing?: Permissions;
  /** Of `API_KEY_RATE_LIMITED`: the limit that had too little left. */
  readonly limit?: LimitState;
  /** Of `API_KEY_RATE_LIMITED`: all the limits that the request would have been counted against. */
  readonly limits?: readonly LimitState[];
}

export type Verification<Owner> = AcceptedKey<Owner> | RefusedKey;

/** The refusal of what is no key of anybody's: one for all, since nothing is cheaper to ask for. */
export const INVALID: RefusedKey = Object.freeze(refuse("API_KEY_INVALID"));

export function refuse(
  outcome: RefusalCode,
  more: Omit<RefusedKey, "valid" | "outcome" | "message"> = {},
): RefusedKey {
  return { valid: false, outcome, message: OUTCOME_CODES[outcome].message, ...more };
}

/** The record of an accepted key, with what is left of its quota now: the record itself is as it was read. */
export function recordNow({ record, remaining }: AcceptedKey<unknown>): KeyView {
  if (remaining === null) return record;
  return { ...record, quota: { ...record.quota, remaining } };
}
