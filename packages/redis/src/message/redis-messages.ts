import type { Change, ChangeListener, ChangeMessages, RandomSource, Timers } from "@latchkey/core";
import { answerInTime } from "../connection/answer-in-time.ts";
import { RedisUnavailableError, faultReason } from "../connection/fault-reason.ts";
import type { Names } from "../connection/names.ts";
import type { RedisClient, RedisCommands } from "../connection/redis-client.ts";
import { changeText } from "./change-text.ts";
import { Subscription } from "./subscription.ts";

/** In milliseconds: far longer than any process believes what it has read of a key. */
export const MARK_LIFETIME = 3_600_000;
/** In milliseconds. Few messages are sent, and each is worth waiting for. */
const PUBLISH_DEADLINE = 500;

export interface RedisMessagesOptions {
  readonly client: RedisClient;
  readonly commands: RedisCommands;
  readonly names: Names;
  /** Why nothing can be sent at all now; `null`: it can. */
  readonly obstacle: () => string | null;
  readonly timers: Timers;
  readonly random: RandomSource;
}

/**
 * Tells of changes by PUBLISH, and marks a key whose record was changed, so that whoever asks its limits in the same
 * Redis sees that with the answer.
 */
export class RedisMessages implements ChangeMessages {
  readonly #options: RedisMessagesOptions;
  readonly #subscriptions = new Set<Subscription>();

  constructor(options: RedisMessagesOptions) {
    this.#options = options;
  }

  /** @throws {RedisUnavailableError} where the message or the mark is not acknowledged within 500 ms. */
  async publish(change: Change): Promise<void> {
    const reason = this.#options.obstacle();
    if (reason !== null) throw new RedisUnavailableError(reason);
    try {
      await answerInTime(() => this.#send(change), {
        deadline: PUBLISH_DEADLINE,
        timers: this.#options.timers,
      });
    } catch (error) {
      throw new RedisUnavailableError(faultReason(error));
    }
  }

  subscribe(listener: ChangeListener): () => Promise<void> {
    const { client, names, timers } = this.#options;
    const subscription = new Subscription(client.duplicate(), names.channel, listener, timers);
    this.#subscriptions.add(subscription);
    return () => {
      subscription.end();
      this.#subscriptions.delete(subscription);
      return Promise.resolve();
    };
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.end();
    this.#subscriptions.clear();
  }

  async #send(change: Change): Promise<void> {
    const { commands, names } = this.#options;
    const marked = change.kind === "key" ? this.#mark(change.id) : null;
    await Promise.all([marked, commands.publish(names.channel, changeText(change))]);
  }

  #mark(keyId: string): Promise<unknown> {
    const { commands, names, random } = this.#options;
    const text = Buffer.from(random.bytes(12)).toString("base64url");
    return commands.set(names.mark(keyId), text, {
      expiration: { type: "PX", value: MARK_LIFETIME },
    });
  }
}
