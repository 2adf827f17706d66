import type { Timers } from "@latchkey/core";
import { answerInTime } from "./answer-in-time.ts";
import { RedisUnavailableError, faultReason } from "./fault-reason.ts";

/** Milliseconds from a failure, or the end of a trial that failed, to the next trial. */
export const TRIAL_INTERVAL = 1_000;
/** Milliseconds after which a trial that has not ended no longer holds up the next. */
const TRIAL_PATIENCE = 10_000;

/**
 * Told when Redis was lost, with a word on why, and when it is back: once each time.
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
 * that a Redis that is slow or away costs no other request the deadline, and no commands pile up. A second later,
 * and from then on each second, one is sent as a trial, never a second one beside it; once that is
 * answered in time, Redis is back.
 */
export class Availability {
  readonly #options: AvailabilityOptions;
  #lost: string | null = null;
  #cancelTimer: () => void = () => undefined;
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
   * @param keyId of the API key that this is about, or any other name.
   * @throws {RedisUnavailableError} where it does not answer in time or refuses, and at once where it is lost.
   */
  ask<T>(keyId: string, request: () => Promise<T>): Promise<T> {
    if (this.#lost !== null) return Promise.reject(new RedisUnavailableError(this.#lost));
    return this.#inTime(request, (error) => {
      const reason = faultReason(error);
      this.#lose(keyId, reason);
      return new RedisUnavailableError(reason);
    });
  }

  /** Redis is lost for good, and no trial is sent any more. */
  close(): void {
    this.#closed = true;
    this.#lost = "closed";
    this.#cancelTimer();
  }

  #lose(keyId: string, reason: string): void {
    // Of all that were under way the first one to fail tells.
    if (this.#lost !== null) return;
    this.#lost = reason;
    this.#tell(false, reason);
    this.#tryLater(keyId);
  }

  #tryLater(keyId: string): void {
    if (this.#closed) return;
    this.#cancelTimer = this.#options.timers.after(TRIAL_INTERVAL, () => void this.#try(keyId));
  }

  async #try(keyId: string): Promise<void> {
    let answer: Promise<unknown> = Promise.resolve();
    try {
      await this.#inTime(() => (answer = this.#options.trial(keyId)));
    } catch {
      await this.#ended(answer);
      this.#tryLater(keyId);
      return;
    }
    if (this.#closed) return;
    this.#lost = null;
    this.#tell(true, null);
  }

  /** Resolves when this has ended, however it did, or has gone on for too long. */
  #ended(answer: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.timers.after(TRIAL_PATIENCE, resolve);
      this.#cancelTimer = cancel;
      const end = () => {
        cancel();
        resolve();
      };
      answer.then(end, end);
    });
  }

  /** @param failed what a failure is told as. */
  #inTime<T>(
    request: () => Promise<T>,
    failed?: (error: unknown) => RedisUnavailableError,
  ): Promise<T> {
    const reason = this.#options.obstacle();
    if (reason === null) return answerInTime(request, this.#options, failed);
    const error = new RedisUnavailableError(reason);
    return Promise.reject(failed === undefined ? error : failed(error));
  }

  #tell(available: boolean, reason: string | null): void {
    try {
      this.#options.onAvailability(available, reason);
    } catch {
      // Whoever is told and fails at it must not take a request down with it.
    }
  }
}
