import { Socket } from "node:net";
import { type Timers, systemTimers } from "@latchkey/core";
import type { ClientConfig } from "pg";
import { Client } from "./driver.ts";
import type { PostgresMessagesError } from "./messages-error.ts";
import type { QueryPool } from "./own-pool.ts";

interface Connecting {
  /** `postgres://…`: straight to PostgreSQL, since one that listens needs a session of its own. */
  readonly connectionString?: string;
  /** The same in parts, or with TLS and whatever else `pg` takes. */
  readonly config?: ClientConfig;
}

/** One of `connectionString` and `config` is needed. */
export interface PostgresMessagesOptions extends Connecting {
  /** The application's `pg.Pool`, to send through; it may lead through PgBouncer. By default two connections of its own. */
  readonly pool?: QueryPool;
  /** Letters, digits and underscores, 63 at most; default `latchkey_changes`. Who shares it hears each other. */
  readonly channel?: string;
  /** Milliseconds between two questions whether the server is still there; default 10,000. */
  readonly heartbeat?: number;
  /** Milliseconds that the server has for each answer, and for a connection; default 5,000. */
  readonly deadline?: number;
  readonly timers?: Timers;
  /** Hears of each break once, however often it is tried again, and of listeners that throw. */
  readonly onFault?: (error: PostgresMessagesError) => void;
}

const CHANNEL = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;
/** `setTimeout` fires at once beyond. */
const LONGEST_MS = 2 ** 31 - 1;

/** With defaults in place. Throws a `RangeError` that says what is allowed, and does not quote how to connect. */
export function messagesSettings({
  channel = "latchkey_changes",
  heartbeat = 10_000,
  deadline = 5_000,
  timers = systemTimers,
  onFault = () => {},
  ...connecting
}: PostgresMessagesOptions) {
  if (!CHANNEL.test(channel)) {
    throw new RangeError(
      "postgresMessages(): channel takes 1 to 63 letters, digits and underscores, no digit first.",
    );
  }
  checkDuration("heartbeat", heartbeat);
  checkDuration("deadline", deadline);
  return { config: configOf(connecting), channel, heartbeat, deadline, timers, onFault };
}

function checkDuration(name: string, milliseconds: number): void {
  if (Number.isInteger(milliseconds) && milliseconds >= 1 && milliseconds <= LONGEST_MS) return;
  throw new RangeError(`postgresMessages(): ${name} takes whole milliseconds, 1 to ${LONGEST_MS}.`);
}

function configOf({ connectionString, config }: Connecting): ClientConfig {
  if ((connectionString === undefined) === (config === undefined)) {
    throw new RangeError("postgresMessages(): needs either connectionString or config.");
  }
  const whole = config ?? { connectionString: connectionString };
  // An empty one would be taken for "whatever is the default here".
  if (connectionString === "" || !isUsable(whole)) {
    throw new RangeError(
      "postgresMessages(): pg cannot use this connection: it takes postgres://user:password@host:port/database, each part percent-encoded.",
    );
  }
  return whole;
}

/** What `pg` itself would throw has the connection string in it. */
function isUsable(config: ClientConfig): boolean {
  try {
    return new Client({ ...config, stream: () => new Socket() }) instanceof Client;
  } catch {
    return false;
  }
}
