import { describe, expect, test } from "vitest";
import { newProcess } from "./testing/moved-installation.ts";
import { oldDatabaseForEach, oldDatabases } from "./testing/old-database.ts";
import { oldInstallation } from "./testing/old-installation.ts";
import { postgresForFile } from "./testing/postgres-for-file.ts";

const DAY = 24 * 60 * 60 * 1_000;

const postgres = postgresForFile();
const DATABASES = oldDatabases(postgres);

describe.each(DATABASES)("a database of Better Auth's own plugin on %s", (_name, open) => {
  const old = oldDatabaseForEach(open);

  test("every key is valid after the migration, with all that it had", async () => {
    const { keys, userId } = await oldInstallation(old.database);
    const before = await old.rows();
    const { verify, engine } = await newProcess(old.database);
    const moved = async (name: Exclude<keyof typeof keys, "disabled">) => {
      const { outcome, key } = await verify(keys[name].key);
      expect(outcome).toBe("valid");
      expect(key).toMatchObject({ id: keys[name].id, referenceId: userId, status: "active" });
      return key;
    };
    expect(await moved("plain")).toMatchObject({
      name: null,
      prefix: null,
      start: keys.plain.key.slice(0, 6),
      metadata: null,
      permissions: null,
      expiresAt: null,
      remaining: null,
      configId: "default",
    });
    expect(await moved("described")).toMatchObject({
      name: "Production - Payment Service",
      prefix: "prod_",
      metadata: { service: "payment-processor", tags: ["a", { b: null }] },
      permissions: { files: ["read", "write"], reports: ["read"] },
    });
    const row = before.find(({ id }) => id === keys.expiring.id);
    const expiresAt = row?.["expiresAt"];
    expect((await moved("expiring"))?.expiresAt).toEqual(
      expiresAt instanceof Date ? expiresAt : new Date(String(expiresAt)),
    );
    expect(await moved("limited")).toMatchObject({
      // Two of 500 are used: one before the change, one now.
      remaining: 498,
      refillAmount: 100,
      refillInterval: DAY,
      rateLimitEnabled: true,
      rateLimitMax: 7,
      rateLimitTimeWindow: 60_000,
    });
    expect(await moved("longStart")).toMatchObject({
      configId: "long-start",
      start: keys.longStart.key.slice(0, 14),
    });
    expect(await moved("noStart")).toMatchObject({ configId: "no-start", start: "" });
    await engine.close();
  });

  test("the migration changes no row, and a second one finds nothing to do", async () => {
    await oldInstallation(old.database);
    const before = await old.rows();
    await newProcess(old.database);
    const after = await old.rows();
    expect(after).toHaveLength(before.length);
    for (const row of before) {
      expect(after.find(({ id }) => id === row["id"])).toMatchObject({ ...row, format: null });
    }
    const { migrations } = await newProcess(old.database);
    expect(migrations.toBeAdded).toEqual([]);
    expect(migrations.toBeCreated).toEqual([]);
  });

  test("whatever keys are looked up by is indexed afterwards", async () => {
    await oldInstallation(old.database);
    await newProcess(old.database);
    const indexes = await old.indexes();
    const columns = ["start", "key", "lookup", "origin", "format", "referenceId"];
    for (const column of [...columns, "revokedAt", "updatedAt"]) {
      const isOnColumn = new RegExp(String.raw`\("?${column}"?[,)]`);
      expect(
        indexes.filter((index) => isOnColumn.test(index)),
        column,
      ).toHaveLength(1);
    }
  });

  test("used keys have bcrypt in the row, and are found by a process that starts afterwards", async () => {
    const { keys } = await oldInstallation(old.database);
    const first = await newProcess(old.database);
    for (const { key } of Object.values(keys)) await first.verify(key);
    await first.engine.close();
    for (const row of await old.rows()) {
      expect(row["key"], String(row["name"])).toMatch(/^\$2b\$04\$/);
      expect(row["lookup"]).toMatch(/^[A-Za-z0-9_-]{10}$/);
    }
    const second = await newProcess(old.database);
    for (const [name, { key }] of Object.entries(keys)) {
      const expected = name === "disabled" ? "API_KEY_DISABLED" : "valid";
      expect((await second.verify(key)).outcome, name).toBe(expected);
    }
    await second.engine.close();
  });

  test("a wrong secret is invalid, whatever the state of the key that it is close to", async () => {
    const { keys } = await oldInstallation(old.database);
    const { verify, engine } = await newProcess(old.database);
    for (const { key } of Object.values(keys)) {
      const last = key.endsWith("a") ? "b" : "a";
      for (const wrong of [key.slice(0, -1) + last, `${key}a`, key.slice(0, -1), key.slice(0, 6)]) {
        expect(await verify(wrong)).toEqual({ outcome: "API_KEY_INVALID", key: null });
      }
    }
    await engine.close();
    // Not one of them has touched a row.
    for (const row of await old.rows()) expect(row["key"]).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  test("a disabled key says so, and an expired one, before they were used and after", async () => {
    const { keys } = await oldInstallation(old.database);
    const { verify, clock, engine } = await newProcess(old.database);
    expect((await verify(keys.disabled.key)).outcome).toBe("API_KEY_DISABLED");
    clock.advance(31 * DAY);
    expect((await verify(keys.expiring.key)).outcome).toBe("API_KEY_EXPIRED");
    await engine.close();
    expect((await verify(keys.disabled.key)).outcome).toBe("API_KEY_DISABLED");
    expect((await verify(keys.expiring.key)).outcome).toBe("API_KEY_EXPIRED");
  });

  test("old keys are listed, updated, disabled, rotated, revoked and deleted like any", async () => {
    const { keys, userId } = await oldInstallation(old.database);
    const { auth, engine, verify } = await newProcess(old.database);
    const { records, total } = await engine.list({ referenceId: userId, status: "live" });
    expect(total).toBe(5);
    expect(new Set(records.map(({ id }) => id))).toContain(keys.described.id);
    const body = { userId, keyId: keys.described.id };
    await auth.api.updateApiKey({ body: { ...body, name: "Renamed", metadata: { a: 1 } } });
    expect((await verify(keys.described.key)).key).toMatchObject({
      name: "Renamed",
      metadata: { a: 1 },
      permissions: { files: ["read", "write"], reports: ["read"] },
    });
    const { key, ...successor } = await auth.api.rotateApiKey({ body });
    expect(key).toMatch(/^prod_/);
    expect(successor).toMatchObject({
      permissions: { files: ["read", "write"] },
      metadata: { a: 1 },
    });
    expect((await verify(key)).outcome).toBe("valid");
    expect((await verify(keys.described.key)).outcome).toBe("valid");
    await auth.api.revokeApiKey({ body });
    expect((await verify(key)).outcome).toBe("API_KEY_REVOKED");
    expect((await verify(keys.described.key)).outcome).toBe("API_KEY_REVOKED");
    await auth.api.updateApiKey({ body: { userId, keyId: keys.plain.id, enabled: false } });
    expect((await verify(keys.plain.key)).outcome).toBe("API_KEY_DISABLED");
    await auth.api.deleteApiKey({ body: { userId, keyId: keys.plain.id } });
    expect((await verify(keys.plain.key)).outcome).toBe("API_KEY_INVALID");
    await engine.close();
  });
});
