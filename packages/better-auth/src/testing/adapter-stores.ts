import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import type {
  OpenedAlertStore,
  OpenedAuditLog,
  OpenedKeyStore,
  OpenedRegisters,
  OpenedUsageStore,
  OpenedWebhookStore,
} from "@latchkey/core/testing";
import { type BetterAuthOptions, type DBAdapter, betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { getMigrations } from "better-auth/db/migration";
import { Pool } from "pg";
import { apiKey } from "../index.ts";
import { AdapterAlertStore } from "../store/adapter-alert-store.ts";
import { AdapterAddressStore } from "../store/adapter-address-store.ts";
import { AdapterAuditLog } from "../store/adapter-audit-log.ts";
import { AdapterKeyStore } from "../store/adapter-key-store.ts";
import { AdapterRegisters } from "../store/adapter-registers.ts";
import { AdapterUsageStore } from "../store/adapter-usage-store.ts";
import { AdapterWebhookStore } from "../webhook/adapter-webhook-store.ts";

/** Everything that the plugin keeps in one database. */
export interface OpenedStores
  extends
    OpenedKeyStore,
    OpenedRegisters,
    OpenedAuditLog,
    OpenedUsageStore,
    OpenedAlertStore,
    OpenedWebhookStore {
  readonly addresses: AdapterAddressStore;
  /** What all of them lie on. */
  readonly adapter: DBAdapter;
  /** The same once more, as another process has it: nothing shared but the database. */
  readonly again: () => Pick<
    OpenedStores,
    "store" | "registers" | "log" | "usage" | "addresses" | "alertRows" | "webhooks"
  >;
}

type Database = NonNullable<BetterAuthOptions["database"]>;

/** Everything that the plugin keeps, on this database. */
export async function storesOn(database: Database, { migrate }: { migrate: boolean }) {
  const options: BetterAuthOptions = {
    database,
    secret: "only-for-tests-0123456789-ABCDEFGHIJ",
    baseURL: "http://localhost:3000",
    logger: { disabled: true },
    // What lies in these stores is for the test to deliver.
    plugins: [apiKey({ webhooks: { deliver: false } })],
  };
  if (migrate) await (await getMigrations(options)).runMigrations();
  const { adapter } = await betterAuth(options).$context;
  const again = () => ({
    store: new AdapterKeyStore(() => adapter),
    registers: new AdapterRegisters(() => adapter),
    log: new AdapterAuditLog(() => adapter),
    usage: new AdapterUsageStore(() => adapter),
    alertRows: new AdapterAlertStore(() => adapter),
    addresses: new AdapterAddressStore(() => adapter),
    webhooks: new AdapterWebhookStore(() => adapter),
  });
  return { ...again(), again, adapter };
}

/** Keys in a SQLite of their own, through `node:sqlite`. */
export async function sqliteStore(path = ":memory:"): Promise<OpenedStores> {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  const stores = await storesOn(database, { migrate: true });
  return {
    ...stores,
    dispose: async () => {
      database.close();
    },
  };
}

/** Keys in Better Auth's own memory adapter. */
export async function memoryAdapterStore(): Promise<OpenedStores> {
  const tables = {
    apikey: [],
    apikeyRegister: [],
    apikeyAudit: [],
    apikeyUsage: [],
    apikeyAlert: [],
    apikeyAddress: [],
    apikeyWebhook: [],
    apikeyDelivery: [],
    apikeyRemoved: [],
    user: [],
    session: [],
    account: [],
    verification: [],
  };
  const stores = await storesOn(memoryAdapter(tables), { migrate: false });
  return { ...stores, dispose: async () => undefined };
}

/** Keys in a PostgreSQL that has nothing else in it: what it holds is dropped first, if not told to `keep` it. */
export async function postgresStore(
  connectionString: string,
  { keep = false }: { readonly keep?: boolean } = {},
): Promise<OpenedStores> {
  const pool = new Pool({ connectionString, max: 8 });
  const connections: Promise<unknown>[] = [];
  pool.on("connect", (client) => connections.push(once(client, "end")));
  if (!keep) await pool.query("drop schema public cascade; create schema public");
  const stores = await storesOn(pool, { migrate: true });
  return {
    ...stores,
    // The pool itself does not wait until its connections are gone.
    dispose: async () => {
      await pool.end();
      await Promise.all(connections);
    },
  };
}
