import type { ChangeMessages } from "@latchkey/core";
import { PostgresMessagesError } from "./postgres/messages-error.ts";
import { messagesSettings, type PostgresMessagesOptions } from "./postgres/options.ts";
import { OwnPool } from "./postgres/own-pool.ts";
import { toPayload } from "./postgres/payload.ts";
import { Subscription } from "./postgres/subscription.ts";

export { PostgresMessagesError } from "./postgres/messages-error.ts";
export type { PostgresMessagesOptions } from "./postgres/options.ts";
export type { QueryPool } from "./postgres/own-pool.ts";

/**
 * Tells other processes of changes over PostgreSQL's `NOTIFY`, and hears of theirs over `LISTEN`. For
 * `apiKey({ messages: [postgresMessages({ connectionString })] })`. Needs `pg`, 8.11 or newer.
 *
 * The connection must be a direct one to the primary. Behind PgBouncer in transaction mode `LISTEN` is lost without an
 * error: give the address of PostgreSQL itself here, and the pool that leads through PgBouncer, if any, as `pool`.
 *
 * A subscription holds one connection. A broken one is replaced, after 100 ms and then ever later, every 5 s in the
 * end; one that says nothing any more counts as broken `heartbeat` and `deadline` later. The listener is told that it
 * may have missed something each time that listening begins, the first time included. Ending the last subscription
 * closes the connections that were sent on, too; the application's pool stays open.
 *
 * `publish` rejects with `PostgresMessagesError` where a change could not be sent, and with a `RangeError` where its id
 * is too long for PostgreSQL's 8,000 bytes. Throws a `RangeError` for options that cannot be used. No error holds the
 * connection string or a part of it.
 */
export function postgresMessages(options: PostgresMessagesOptions): ChangeMessages {
  const settings = messagesSettings(options);
  const own = new OwnPool(settings.config, settings.deadline, settings.timers);
  const pool = options.pool ?? own;
  const subscriptions = new Set<Subscription>();

  return {
    async publish(change) {
      const payload = toPayload(change);
      try {
        await pool.query("select pg_notify($1, $2)", [settings.channel, payload]);
      } catch (error) {
        throw new PostgresMessagesError("A change could not be told over PostgreSQL", error);
      }
    },
    subscribe(listener) {
      const subscription = new Subscription(settings, listener);
      subscriptions.add(subscription);
      return async () => {
        await subscription.end();
        const wasLast = subscriptions.delete(subscription) && subscriptions.size === 0;
        if (wasLast) await own.end();
      };
    },
  };
}
