import type { DatabaseSync } from "node:sqlite";
import type { Pool } from "pg";

/** What databases say of a row: names to values of their own kinds. */
export type Row = Readonly<Record<string, unknown>>;

/** Runs a query whose values are `$1`, `$2` and so on. */
export type Query = (sql: string, values?: readonly string[]) => Promise<readonly Row[]>;

/** Where the server keeps everything. */
export interface Database {
  readonly kind: "sqlite" | "postgres";
  /** As Better Auth takes it. */
  readonly source: DatabaseSync | Pool;
  /** Whether it answers a read now, within a second. */
  isAnswering(): Promise<boolean>;
  /**
   * Runs a change of the tables with no other process doing so meanwhile, on a connection that has all the
   * time it needs.
   */
  migrating<T>(run: (source: DatabaseSync | Pool) => Promise<T>): Promise<T>;
  /** Runs reads that all see the database as it is at one moment. */
  reading<T>(read: (query: Query) => Promise<T>): Promise<T>;
  /** In bytes, with what is written and not yet in its place. */
  size(): Promise<number>;
  /** May be called more than once. */
  close(): Promise<void>;
}
