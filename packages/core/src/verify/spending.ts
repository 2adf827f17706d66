import type { Background } from "../background/background.ts";
import { type LimitRule, type LimitState, assertLimits, isCost } from "../limit/limit-rule.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyLimiter, LimitVerdict } from "../port/rate-limiter.ts";
import type { Reservation } from "../quota/lease.ts";
import type { Quotas } from "../quota/quotas.ts";
import type { KnownRecord } from "./known-record.ts";
import { RETRY_PAUSE } from "./state-reader.ts";
import { type RefusedKey, type VerifyRequest, refuse } from "./verification.ts";

export interface SpendingPorts {
  readonly quotas: Quotas;
  readonly clock: Clock;
  readonly background: Background;
}

/** What a request was let through with. */
export interface Spent {
  readonly valid: true;
  readonly limits: readonly LimitState[];
  readonly remaining: number | null;
  /** What it has of the key's quota; `null`: the key has none. */
  readonly reservation: Reservation | null;
}

export type Spending = Spent | RefusedKey;

/** What came of asking others. */
export interface Settled {
  readonly spending: Spending;
  /** Of the key's record, as the limits said. Absent: they did not. */
  readonly mark?: string | null | undefined;
}

/**
 * Takes what a request costs from the key's quota and from all of its limits, or else from none of them.
 *
 * First from the quota, from what this process holds of it: that can be put back without asking anybody, so
 * that a request which a limit refuses has spent nothing.
 */
export class Spender {
  readonly #ports: SpendingPorts;
  /** Limits of requests that were found right: routes name the same ones each time. */
  readonly #checked = new WeakSet<readonly LimitRule[]>();
  #failed = 0;

  constructor(ports: SpendingPorts) {
    this.#ports = ports;
  }

  /** How often quota or limits could not be asked. */
  get failed(): number {
    return this.#failed;
  }

  /** @throws {RangeError} for a cost or limits that are none: before anything is looked at. */
  assertRequest({ cost, limits }: VerifyRequest): void {
    if (cost !== undefined && !isCost(cost)) {
      throw new RangeError(
        `The cost of a request is ${cost}; it must be a whole number, 0 or more.`,
      );
    }
    if (limits === undefined || this.#checked.has(limits)) return;
    assertLimits(limits);
    this.#checked.add(limits);
  }

  /**
   * `now`: what the clock says. Without a promise where all that it takes is in this process. Never
   * rejects: what cannot be told is `API_KEY_UNAVAILABLE`.
   */
  spend(
    known: KnownRecord,
    limiter: KeyLimiter,
    request: VerifyRequest | undefined,
    now: number,
  ): Spending | Promise<Settled> {
    const cost = request?.cost ?? 1;
    const rules = rulesFor(known, request);
    if (known.rules.hasQuota) return this.#spendQuota({ known, limiter, cost, rules }, now);
    const verdict = limiter.take(rules, cost, now);
    return verdict instanceof Promise ? this.#later(known, verdict) : outcome(known, verdict, null);
  }

  // Apart, so that what is settled at once makes no closure.
  #later(known: KnownRecord, verdict: Promise<LimitVerdict>): Promise<Settled> {
    return this.#patiently(
      verdict.then((it) => ({ spending: outcome(known, it, null), mark: it.mark })),
    );
  }

  /** Gives back what a request took from a quota that is refused after all. */
  release({ view }: KnownRecord, { reservation }: Spent, request: VerifyRequest | undefined): void {
    if (reservation !== null) this.#ports.quotas.release(view, request?.cost ?? 1, reservation);
  }

  #spendQuota(spending: QuotaSpendingOf, now: number): Spending | Promise<Settled> {
    const { known, cost } = spending;
    const reservation = this.#ports.quotas.reserve(known.view, cost, now);
    if (!(reservation instanceof Promise)) return this.#takeLimits(spending, reservation, now);
    return this.#patiently(
      // What the clock said before is past: limits go by the moment at which they are asked.
      reservation.then((it) => settled(this.#takeLimits(spending, it, this.#ports.clock.now()))),
    );
  }

  #takeLimits(
    { known, limiter, cost, rules }: QuotaSpendingOf,
    reservation: Reservation,
    now: number,
  ): Spending | Promise<Settled> {
    if (reservation.kind === "exhausted") return exhausted(known, reservation.refillAfter);
    const conclude = (verdict: LimitVerdict): Spending => {
      if (verdict.refused !== null) {
        this.#ports.quotas.release(known.view, cost, reservation);
      }
      return outcome(known, verdict, reservation);
    };
    const verdict = limiter.take(rules, cost, now);
    return verdict instanceof Promise
      ? this.#patiently(verdict.then((it) => ({ spending: conclude(it), mark: it.mark })))
      : conclude(verdict);
  }

  #patiently(settling: Promise<Settled>): Promise<Settled> {
    return settling.catch((error: unknown) => {
      this.#failed += 1;
      this.#ports.background.report(error, "limits");
      const retryAfter = RETRY_PAUSE / 1_000;
      return { spending: refuse("API_KEY_UNAVAILABLE", { retryAfter }) };
    });
  }
}

function settled(spending: Spending | Promise<Settled>): Settled | Promise<Settled> {
  return spending instanceof Promise ? spending : { spending };
}

interface QuotaSpendingOf {
  readonly known: KnownRecord;
  readonly limiter: KeyLimiter;
  readonly cost: number;
  readonly rules: readonly LimitRule[];
}

/** Where the request names a limit that the key has, the request's counts: one name is one limit. */
function rulesFor(
  { rules: { limits } }: KnownRecord,
  request: VerifyRequest | undefined,
): readonly LimitRule[] {
  const named = request?.limits;
  if (named === undefined || named.length === 0) return limits;
  const names = new Set(named.map(({ name }) => name));
  const own = limits.filter(({ name }) => !names.has(name));
  // A repeated request has paid these, those with a cost of their own among them.
  if (request?.isRepeated === true) return [...own.map((rule) => ({ ...rule, cost: 0 })), ...named];
  return [...own, ...named];
}

function outcome(
  { view: record }: KnownRecord,
  { refused, states: limits }: LimitVerdict,
  reservation: Extract<Reservation, { kind: "reserved" }> | null,
): Spending {
  if (refused === null) {
    return { valid: true, limits, remaining: reservation?.remaining ?? null, reservation };
  }
  const retryAfter = Math.ceil(refused.resetAfter / 1_000);
  return refuse("API_KEY_RATE_LIMITED", { record, retryAfter, limit: refused, limits });
}

function exhausted({ view: record }: KnownRecord, refillAfter: number | null): RefusedKey {
  return refuse("API_KEY_QUOTA_EXCEEDED", {
    record,
    ...(refillAfter !== null && { retryAfter: Math.max(1, Math.ceil(refillAfter / 1_000)) }),
  });
}
