import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the test files of a run ask for what they share: `<this>/postgres`. */
    serversOfRun: string;
  }
}

/** A database of its own, empty, on the PostgreSQL that all test files of a run share. */
export interface PostgresTestDatabase {
  /** `postgres://…` for the superuser, on loopback. */
  readonly connectionString: string;
  /** Removes the database; connections to it that are still open are closed. */
  readonly drop: () => Promise<void>;
}

/**
 * Creates a database in tens of milliseconds; the first of a run waits for its server, about two
 * seconds. Only inside tests. Where a test ends or breaks the server itself, it starts its own.
 */
export async function createDatabase(): Promise<PostgresTestDatabase> {
  const server = await serverOfRun();
  const name = `test_${randomBytes(8).toString("hex")}`;
  await statement(server, `create database ${name}`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  return {
    connectionString: address.href,
    drop: () => statement(server, `drop database if exists ${name} with (force)`),
  };
}

async function serverOfRun(): Promise<string> {
  const response = await fetch(`${inject("serversOfRun")}/postgres`);
  const said = await response.text();
  if (!response.ok) throw new Error(said);
  return said;
}

async function statement(connectionString: string, text: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
