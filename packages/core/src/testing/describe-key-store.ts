import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KeyStore } from "../port/key-store.ts";
import type { Check } from "./key-store/check.ts";
import { compareAndSet } from "./key-store/compare-and-set.ts";
import { deleting } from "./key-store/deleting.ts";
import { findingPending } from "./key-store/finding-pending.ts";
import { ended } from "./key-store/ended.ts";
import { foreign } from "./key-store/foreign.ts";
import { insertAndFind } from "./key-store/insert-and-find.ts";
import { listing } from "./key-store/listing.ts";
import { listingAll } from "./key-store/listing-all.ts";
import { randomOperations } from "./key-store/random-operations.ts";
import { listingChanged } from "./key-store/listing-changed.ts";
import { listingExpired } from "./key-store/listing-expired.ts";
import { listingUnreplaced } from "./key-store/listing-unreplaced.ts";
import { recordingUse } from "./key-store/recording-use.ts";
import { spendingQuota } from "./key-store/spending-quota.ts";
import { searching } from "./key-store/searching.ts";
import { type SkippedTest, Skips } from "./skips.ts";

export type { SkippedTest } from "./skips.ts";

export interface OpenedKeyStore {
  readonly store: KeyStore;
  dispose(): Promise<void>;
}

export interface KeyStoreSuite {
  /** Of the adapter and what it runs on, for the report. */
  readonly name: string;
  /** Opens the store: once for all tests, which keep out of each other's way by owners of their own. */
  readonly create: () => Promise<OpenedKeyStore>;
  /** What the adapter cannot do, test by test, and why. A name that no test has fails. */
  readonly skip?: readonly SkippedTest[];
}

/** In milliseconds. Far more than needed: some stores are databases on a busy machine. */
const TIMEOUT = 120_000;

const SECTIONS: Readonly<Record<string, (check: Check) => void>> = {
  // First: while the store is empty.
  "keys from elsewhere": foreign,
  "insert and find": insertAndFind,
  "compare and set": compareAndSet,
  deleting,
  listing,
  searching,
  "what has ended": ended,
  "listing all owners": listingAll,
  "recording use": recordingUse,
  "spending quota": spendingQuota,
  "finding pending": findingPending,
  "listing expired": listingExpired,
  "listing changed": listingChanged,
  "listing unreplaced": listingUnreplaced,
  "random operations": randomOperations,
};

/** What every key store must do, as tests for vitest. Run it for each adapter on each database. */
export function describeKeyStore({ name, create, skip = [] }: KeyStoreSuite): void {
  describe(`key store: ${name}`, () => {
    let opened: OpenedKeyStore | undefined;
    beforeAll(async () => {
      opened = await create();
    }, TIMEOUT);
    afterAll(async () => {
      await opened?.dispose();
    }, TIMEOUT);

    const skips = new Skips(skip);
    const check: Check = (test, run) => {
      const reason = skips.reasonFor(test);
      it(test, { timeout: TIMEOUT }, async (context) => {
        if (reason !== null) context.skip(reason);
        if (opened === undefined) throw new Error("The store was not opened.");
        await run(opened.store);
      });
    };
    for (const [section, register] of Object.entries(SECTIONS)) {
      describe(section, () => {
        register(check);
      });
    }

    it("every skip names a test", () => {
      expect(skips.unmatched()).toEqual([]);
    });
  });
}
