import { DatabaseSync } from "node:sqlite";
import { describeAlertStore } from "@latchkey/core/testing";
import { expect, it } from "vitest";
import {
  memoryAdapterStore,
  postgresStore,
  sqliteStore,
  storesOn,
} from "../testing/adapter-stores.ts";
import { postgresForFile } from "../testing/postgres-for-file.ts";

describeAlertStore({ name: "Better Auth's adapter on node:sqlite", create: () => sqliteStore() });

describeAlertStore({ name: "Better Auth's adapter in memory", create: memoryAdapterStore });

const postgres = postgresForFile();

describeAlertStore({
  name: "Better Auth's adapter on PostgreSQL",
  create: () => postgresStore(postgres.connectionString),
});

it("every look-up has its index", async () => {
  const database = new DatabaseSync(":memory:");
  const statements: string[] = [];
  const observed = new Proxy(database, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...values: unknown[]) => {
        if (name === "prepare") statements.push(String(values[0]));
        return Reflect.apply(member, target, values);
      };
    },
  });
  const { alertRows, store } = await storesOn(observed, { migrate: true });
  statements.length = 0;
  const now = new Date();
  await alertRows.findEvents(["one"]);
  await alertRows.listOpen({ after: "", limit: 1 });
  await alertRows.listDue({ message: "sending", until: now, limit: 1 });
  await alertRows.listDue({ message: "announcing", until: now, limit: 1 });
  await alertRows.listUnsent({ referenceId: "owner", limit: 1 });
  await alertRows.removeResolved({ before: now, limit: 1 });
  await alertRows.list({ filter: { referenceId: "owner" }, limit: 1, offset: 0 });
  await alertRows.list({ filter: { keyId: "key", kind: "leaked" }, limit: 1, offset: 0 });
  const period = { after: now, until: now };
  await store.listUnreplaced({ configId: "default", environment: "ci", ...period, limit: 1 });
  expect(statements.length).toBeGreaterThanOrEqual(9);
  for (const statement of statements) {
    const plan = database.prepare(`explain query plan ${statement}`).all();
    const steps = plan.map(({ detail }) => String(detail));
    expect(steps.join("; "), statement).toMatch(/SEARCH .* USING (?:COVERING )?INDEX/);
  }
  database.close();
});
