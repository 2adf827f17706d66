import type { Timers } from "@latchkey/core";
import type { ClientConfig, Pool as PgPool } from "pg";
import { Pool } from "./driver.ts";
import { inTime } from "./in-time.ts";
import { streams } from "./streams.ts";

/** What is asked of a pool: `pg.Pool` has it, and whatever else takes a statement and its values. */
export interface QueryPool {
  query(text: string, values: string[]): Promise<unknown>;
}

const CONNECTIONS = 2;
const IDLE_MS = 30_000;

/** A small pool, opened when it is first needed. Once ended, it is opened again when it is needed again. */
export class OwnPool implements QueryPool {
  readonly #config: ClientConfig;
  readonly #deadline: number;
  readonly #timers: Timers;
  #opened: { readonly pool: PgPool; end(): Promise<void> } | null = null;

  /** `deadline`: milliseconds for a connection, and for an answer. */
  constructor(config: ClientConfig, deadline: number, timers: Timers) {
    this.#config = config;
    this.#deadline = deadline;
    this.#timers = timers;
  }

  query(text: string, values: string[]): Promise<unknown> {
    this.#opened ??= this.#open();
    return this.#opened.pool.query(text, values);
  }

  async end(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    await opened?.end();
  }

  #open() {
    const own = streams(this.#config);
    const pool = new Pool({
      ...own.config,
      max: CONNECTIONS,
      idleTimeoutMillis: IDLE_MS,
      allowExitOnIdle: true,
      connectionTimeoutMillis: this.#deadline,
      query_timeout: this.#deadline,
    });
    // A connection that breaks while nobody uses it is replaced when one is needed.
    pool.on("error", () => {});
    const end = async () => {
      await inTime(pool.end(), this.#deadline, this.#timers);
      own.destroy();
    };
    return { pool, end };
  }
}
