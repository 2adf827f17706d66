import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { expect } from "vitest";
import { MemoryKeyStore } from "../../memory/memory-key-store.ts";
import type {
  KeyChange,
  KeyDraft,
  KeyGuard,
  KeyStatusFilter,
  KeyStore,
} from "../../port/key-store.ts";
import { DEFAULT_CONFIG_ID, type KeyRecord } from "../../record/record.ts";
import { KEY_STATUSES } from "../../record/status.ts";
import type { Check } from "./check.ts";
import { changeableFields, drafts, moments } from "../arbitraries.ts";

/** Keys are named by their place in the order of insertion; owners by number, within one run. */
type Operation =
  | {
      readonly kind: "insert";
      readonly draft: KeyDraft;
      readonly owner: number;
      readonly start: number;
    }
  | { readonly kind: "find by id"; readonly key: number }
  | { readonly kind: "find by start"; readonly start: number }
  | {
      readonly kind: "update";
      readonly key: number;
      readonly guard: Guard;
      readonly change: KeyChange;
    }
  | { readonly kind: "delete"; readonly key: number; readonly guard: Guard }
  | { readonly kind: "record use"; readonly keys: readonly number[]; readonly at: Date }
  | {
      readonly kind: "list";
      readonly owner: number;
      readonly status: KeyStatusFilter | undefined;
      readonly now: Date;
    };

interface Guard {
  readonly owner: number | undefined;
  readonly hash: "current" | "other" | undefined;
  readonly revokedAt: null | undefined;
}

const small = fc.nat({ max: 2 });
const keys = fc.nat({ max: 5 });
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });

const guards: fc.Arbitrary<Guard> = fc.record({
  owner: rarely(small),
  hash: rarely(fc.constantFrom("current" as const, "other" as const)),
  revokedAt: rarely(fc.constant(null)),
});
const changes: fc.Arbitrary<KeyChange> = fc.record(changeableFields, { requiredKeys: [] });
const statuses = fc.constantFrom(undefined, ...KEY_STATUSES, "live" as const);

const operations: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("insert" as const),
      draft: drafts,
      owner: small,
      start: small,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("update" as const),
      key: keys,
      guard: guards,
      change: changes,
    }),
  },
  fc.record({ kind: fc.constant("find by id" as const), key: keys }),
  fc.record({ kind: fc.constant("find by start" as const), start: small }),
  fc.record({ kind: fc.constant("delete" as const), key: keys, guard: guards }),
  fc.record({
    kind: fc.constant("record use" as const),
    keys: fc.uniqueArray(keys, { maxLength: 4 }),
    at: moments,
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("list" as const),
      owner: small,
      status: statuses,
      now: moments,
    }),
  },
);

export function randomOperations(check: Check): void {
  check("any sequence of operations is answered as the memory store answers it", async (store) => {
    await fc.assert(
      fc.asyncProperty(fc.array(operations, { minLength: 5, maxLength: 30 }), async (sequence) => {
        const run = randomUUID();
        const [tested, model] = [new Numbered(store, run), new Numbered(new MemoryKeyStore(), run)];
        for (const operation of sequence) {
          expect(await tested.perform(operation)).toEqual(await model.perform(operation));
        }
      }),
      { numRuns: 25 },
    );
  });
}

/** A store whose keys go by number, so that the answers of two stores can be compared. */
class Numbered {
  readonly #store: KeyStore;
  readonly #run: string;
  readonly #ids: string[] = [];

  constructor(store: KeyStore, run: string) {
    this.#store = store;
    this.#run = run;
  }

  async perform(operation: Operation): Promise<unknown> {
    const store = this.#store;
    switch (operation.kind) {
      case "insert": {
        const { draft, owner, start } = operation;
        const numbered = { referenceId: this.#owner(owner), start: `${this.#run}-${start}` };
        const record = await store.insert({ ...draft, ...numbered });
        this.#ids.push(record.id);
        return this.#number(record);
      }
      case "find by id":
        return this.#number(await store.findById(this.#id(operation.key)));
      case "find by start":
        return this.#numberAll(await store.findByStart(`${this.#run}-${operation.start}`));
      case "update": {
        const id = this.#id(operation.key);
        const guard = await this.#guard(id, operation.guard);
        return this.#number(await store.update(id, guard, operation.change));
      }
      case "delete": {
        const id = this.#id(operation.key);
        return this.#number(
          await store.delete(id, await this.#guard(id, operation.guard), new Date()),
        );
      }
      case "record use":
        return store.recordUse(
          operation.keys.map((key) => ({ id: this.#id(key), at: operation.at })),
        );
      case "list": {
        const { records, total } = await store.list({
          configId: DEFAULT_CONFIG_ID,
          referenceId: this.#owner(operation.owner),
          ...(operation.status !== undefined && { status: operation.status }),
          now: operation.now,
          limit: 100,
          offset: 0,
          sortBy: "createdAt",
          sortDirection: "asc",
        });
        return { records: this.#numberAll(records), total };
      }
    }
  }

  #owner(number: number): string {
    return `owner-${this.#run}-${number}`;
  }

  #id(key: number): string {
    return this.#ids[key] ?? `unknown-${this.#run}-${key}`;
  }

  async #guard(id: string, { owner, hash, revokedAt }: Guard): Promise<KeyGuard> {
    const current = hash === "current" ? (await this.#store.findById(id))?.hash : undefined;
    return {
      ...(owner !== undefined && { referenceId: this.#owner(owner) }),
      ...(hash !== undefined && { hash: current ?? "$2b$10$another" }),
      ...(revokedAt === null && { revokedAt }),
    };
  }

  #number(record: KeyRecord | null): unknown {
    return record === null ? null : { ...record, id: this.#ids.indexOf(record.id) };
  }

  #numberAll(records: readonly KeyRecord[]): unknown[] {
    return records
      .toSorted((a, b) => this.#ids.indexOf(a.id) - this.#ids.indexOf(b.id))
      .map((record) => this.#number(record));
  }
}
