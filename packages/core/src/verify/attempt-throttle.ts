import { BoundedMap } from "./bounded-map.ts";

/** Wrong secrets that one `start` may have tried before it has to wait. */
export const ATTEMPT_BURST = 5;
/** Milliseconds after which one more may be tried. */
export const ATTEMPT_INTERVAL = 1_000;

const MAX_TRACKED_STARTS = 10_000;

interface Attempts {
  tokens: number;
  refilledAt: number;
}

/**
 * Bounds how many unproven secrets are hashed for one `start`, so that somebody who knows a start
 * (it is public) cannot burn the processor. A token bucket: an attempt takes a token before it is
 * made, and gives it back if the secret turns out to be right.
 */
export class AttemptThrottle {
  readonly #attempts = new BoundedMap<string, Attempts>(MAX_TRACKED_STARTS);

  /** Milliseconds until an attempt may be made; 0 if one may be made now. Takes nothing. */
  wait(start: string, now: number): number {
    const attempts = this.#attempts.get(start);
    if (attempts === undefined) return 0;
    refill(attempts, now);
    return attempts.tokens > 0 ? 0 : ATTEMPT_INTERVAL - (now - attempts.refilledAt);
  }

  /** Takes a token, if there is one. */
  take(start: string, now: number): boolean {
    let attempts = this.#attempts.get(start);
    if (attempts === undefined) {
      attempts = { tokens: ATTEMPT_BURST, refilledAt: now };
      this.#attempts.set(start, attempts);
    }
    refill(attempts, now);
    if (attempts.tokens === 0) return false;
    attempts.tokens -= 1;
    return true;
  }

  giveBack(start: string): void {
    const attempts = this.#attempts.get(start);
    if (attempts !== undefined) attempts.tokens = Math.min(ATTEMPT_BURST, attempts.tokens + 1);
  }
}

function refill(attempts: Attempts, now: number): void {
  // A clock that was set back starts the interval anew, and nobody waits longer than one.
  const elapsed = now - attempts.refilledAt;
  const earned = Math.max(0, Math.floor(elapsed / ATTEMPT_INTERVAL));
  attempts.tokens = Math.min(ATTEMPT_BURST, attempts.tokens + earned);
  // A full bucket earns nothing: what it could have earned meanwhile is not saved up.
  if (elapsed < 0 || attempts.tokens === ATTEMPT_BURST) attempts.refilledAt = now;
  else attempts.refilledAt += earned * ATTEMPT_INTERVAL;
}
