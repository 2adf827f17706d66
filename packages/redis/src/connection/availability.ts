import type { Timers } from "@latchkey/core";
import { RedisUnavailableError, faultReason } from "./fault-reason.ts";

/** Milliseconds from a failure, or a trial that failed, to the next trial. */
const TRIAL_INTERVAL = 1_000;

/**
 * Told when Redis was lost, with a word on why, and when it is back.
 *
 * @param reason `null` where it is available.
 */
export type OnAvailability = (available: boolean, reason: string | null) => void;

export interface AvailabilityOptions {
  /** Why nothing can be asked for at all now; `null`: it can. */
  readonly obstacle: () => string | null;
  /** Asks for what will show whether all can be had again that is about this API key. */
  readonly trial: (keyId: string) => Promise<unknown>;
  /** Milliseconds that an answer may take. */
  readonly deadline: number;
  readonly timers: Timers;
  readonly onAvailability: OnAvailability;
}

/**
 * Whether Redis can be asked. After one request has failed, or was not answered in time, none is sent any more, so
 * that a Redis that is slow or away costs no other request the deadline, and no commands pile up. A
 * second later, and each second from then on, one is sent as a trial; once that is answered, Redis is back.
 */
export class Availability {
  readonly #options: AvailabilityOptions;
  #lost: string | null = null;
  #cancelTrial: (() => void) | null = null;
  #closed = false;

  constructor(options: AvailabilityOptions) {
    this.#options = options;
  }

  /** Why Redis counts as lost; `null`: it does not. */
  get lost(): string | null {
    return this.#lost;
  }

  /**
   * What Redis answers.
   *
   * @param keyId of the API key that this is about, or any text.
   * @throws {RedisUnavailableError} where it does not answer in time or refuses, and at once where it is lost.
   */
  async ask<T>(keyId: string, request: () => Promise<T>): Promise<T> {
    if (this.#lost !== null) throw new RedisUnavailableError(this.#lost);
    try {
      return await this.#inTime(request);
    } catch (error) {
      const reason = faultReason(error);
      this.#lose(keyId, reason);
      throw new RedisUnavailableError(reason);
    }
  }

  /** No trial is sent any more; whatever is lost stays so. */
  close(): void {
    this.#closed = true;
    this.#lost ??= "closed";
    this.#cancelTrial?.();
  }

  #lose(keyId: string, reason: string): void {
    // Of many requests that were under way the first one tells.
    if (this.#lost !== null) return;
    this.#lost = reason;
    this.#tell(false, reason);
    this.#tryLater(keyId);
  }

  #tryLater(keyId: string): void {
    if (this.#closed) return;
    this.#cancelTrial = this.#options.timers.after(TRIAL_INTERVAL, () => void this.#try(keyId));
  }

  async #try(keyId: string): Promise<void> {
    try {
      await this.#inTime(() => this.#options.trial(keyId));
    } catch {
      this.#tryLater(keyId);
      return;
    }
    if (this.#closed) return;
    this.#lost = null;
    this.#tell(true, null);
  }

  #tell(available: boolean, reason: string | null): void {
    try {
      this.#options.onAvailability(available, reason);
    } catch {
      // Whoever is told and fails at it must not take a request down with it.
    }
  }

  #inTime<T>(request: () => Promise<T>): Promise<T> {
    const { obstacle, timers, deadline } = this.#options;
    const reason = obstacle();
    if (reason !== null) return Promise.reject(new RedisUnavailableError(reason));
    return new Promise((resolve, reject) => {
      let cancel = timers.after(deadline, () => {
        // Not yet: if this process was busy until now, the answer has come and is read before the next timer.
        cancel = timers.after(0, () => {
          reject(new RedisUnavailableError(`no answer within ${deadline} ms`));
        });
      });
      request()
        .then(resolve, reject)
        .finally(() => {
          cancel();
        });
    });
  }
}
