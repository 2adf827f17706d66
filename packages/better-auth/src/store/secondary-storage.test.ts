import { describe, expect, it } from "vitest";
import { createdKey, installation } from "../testing/installation.ts";
import { keyStores } from "./record-cache-options.ts";
import { AdapterKeyStore } from "./adapter-key-store.ts";

/** Better Auth's `SecondaryStorage`, whose values can be looked at. */
function memoryStorage() {
  const values = new Map<string, string>();
  return {
    values,
    get: (key: string) => values.get(key) ?? null,
    getAndDelete: (key: string) => {
      const value = values.get(key) ?? null;
      values.delete(key);
      return value;
    },
    increment: (key: string) => {
      const count = Number(values.get(key) ?? 0) + 1;
      values.set(key, String(count));
      return count;
    },
    set: (key: string, value: string) => void values.set(key, value),
    delete: (key: string) => void values.delete(key),
  };
}

const keyNames = (storage: ReturnType<typeof memoryStorage>) =>
  [...storage.values.keys()].filter((name) => name.startsWith("api-key-record:"));

describe('storage: "secondary-storage"', () => {
  it("puts what verifications read in Better Auth's secondary storage, and keeps keys in the database", async () => {
    const storage = memoryStorage();
    const app = await installation(
      { storage: "secondary-storage", fallbackToDatabase: true },
      { secondaryStorage: storage },
    );
    const ann = await app.signUp("Ann");
    const { key, id } = await createdKey(ann);
    expect(app.rows()).toHaveLength(1);
    expect(await app.outcome(key)).toBe("valid");
    // The first time it was found by its start, in the database.
    app.clock.advance(1_000);
    expect(await app.outcome(key)).toBe("valid");
    expect(keyNames(storage)).toHaveLength(2);
    expect(keyNames(storage).every((name) => name.includes(id))).toBe(true);
    expect(JSON.stringify([...storage.values])).not.toContain(key);

    await ann.client.apiKey.update({ keyId: id, enabled: false });
    expect(await app.outcome(key)).toBe("API_KEY_DISABLED");
    await ann.client.apiKey.update({ keyId: id, enabled: true });
    expect(await app.outcome(key)).toBe("valid");
    await ann.client.apiKey.revoke({ keyId: id });
    app.clock.advance(1_000);
    expect(await app.outcome(key)).toBe("API_KEY_REVOKED");
    await ann.client.apiKey.delete({ keyId: id });
    expect(await app.outcome(key)).toBe("API_KEY_INVALID");
    app.database.close();
  });

  it("customStorage takes its place for keys alone", async () => {
    const [storage, custom] = [memoryStorage(), memoryStorage()];
    const app = await installation(
      { storage: "secondary-storage", customStorage: custom },
      { secondaryStorage: storage },
    );
    const { key } = await createdKey(await app.signUp("Ann"));
    expect(await app.outcome(key)).toBe("valid");
    app.clock.advance(1_000);
    expect(await app.outcome(key)).toBe("valid");
    expect([keyNames(custom).length, keyNames(storage).length]).toEqual([2, 0]);
    app.database.close();
  });

  it("is not used unless it is asked for", async () => {
    const storage = memoryStorage();
    const app = await installation({}, { secondaryStorage: storage });
    const { key } = await createdKey(await app.signUp("Ann"));
    expect(await app.outcome(key)).toBe("valid");
    app.clock.advance(1_000);
    expect(await app.outcome(key)).toBe("valid");
    expect(keyNames(storage)).toEqual([]);
    app.database.close();
  });
});

describe("options that cannot be meant are refused when Better Auth starts", () => {
  const store = new AdapterKeyStore(() => {
    throw new Error("never asked");
  });
  it.each([
    ["no secondary storage", { storage: "secondary-storage" }, "needs secondaryStorage"],
    ["keys in the storage alone", { fallbackToDatabase: false }, "always kept in the database"],
    ["a storage that nothing uses", { customStorage: memoryStorage() }, "customStorage needs"],
  ] as const)("%s", (_what, options, message) => {
    expect(() => keyStores(store, { secondaryStorage: undefined }, options)).toThrow(
      expect.objectContaining({ name: "RangeError", message: expect.stringContaining(message) }),
    );
  });
});
