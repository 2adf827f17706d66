import { createHash } from "node:crypto";
import { KeyOperationError, type OperationCode } from "../code/operation-error.ts";
import type { Clock } from "../port/clock.ts";
import { BoundedMap } from "../verify/bounded-map.ts";
import { BY_SYSTEM, type By, boundedBy } from "./actor.ts";
import type { AuditChain } from "./chain.ts";

/** The refusals that say that the policy does not let somebody do what they asked for. */
const POLICY_CODES: ReadonlySet<OperationCode> = new Set<OperationCode>([
  "PREFIX_NOT_ALLOWED",
  "INVALID_ENVIRONMENT",
  "EXPIRES_IN_IS_TOO_SMALL",
  "EXPIRES_IN_IS_TOO_LARGE",
  "EXPIRATION_REQUIRED",
  "KEY_DISABLED_EXPIRATION",
  "INVALID_OVERLAP",
  "PERMISSIONS_NOT_GRANTABLE",
  "INVALID_RATE_LIMIT",
  "KEY_LIMIT_REACHED",
  "WEBHOOK_LIMIT_REACHED",
]);

/** Milliseconds in which one kind of denial of one owner is written down once. */
export const DENIAL_PERIOD = 60_000;

/** Denials that this process remembers to have written down. */
const MAX_REMEMBERED = 1_000;

export interface Denial {
  /** The code of the refusal. */
  readonly code: string;
  readonly referenceId: string;
  readonly configId: string;
  readonly by?: By | undefined;
}

/**
 * Writes down what was denied, so that nobody can flood the chain with it: one entry for an owner, a
 * configuration and a code per minute, however often and through however many processes it is tried.
 */
export class Denials {
  readonly #chain: AuditChain;
  readonly #clock: Clock;
  readonly #written = new BoundedMap<string, true>(MAX_REMEMBERED);

  constructor(chain: AuditChain, clock: Clock) {
    this.#chain = chain;
    this.#clock = clock;
  }

  async write({ code, referenceId, configId, by = BY_SYSTEM }: Denial): Promise<void> {
    const now = this.#clock.now();
    const eventId = idOf([configId, referenceId, code, Math.floor(now / DENIAL_PERIOD)]);
    if (this.#written.get(eventId) === true) return;
    await this.#chain.append({
      eventId,
      at: new Date(now),
      action: "denied",
      ...boundedBy(by),
      keyId: null,
      start: null,
      referenceId,
      configId,
      changes: {},
      reason: code,
    });
    this.#written.set(eventId, true);
  }
}

/** Whether this is the policy's refusal, and not a mistake in what was asked or a key that is not there. */
export function isDenial(error: unknown): error is KeyOperationError {
  return error instanceof KeyOperationError && POLICY_CODES.has(error.code);
}

/** The same for the same denial in every process. */
function idOf(parts: readonly (string | number)[]): string {
  return `denied-${createHash("sha256").update(JSON.stringify(parts)).digest("hex")}`;
}
