import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AddressStore, SeenAddress } from "../port/address-store.ts";
import { MAX_ADDRESSES_KEPT } from "../usage/seen-from.ts";

export interface OpenedAddressStore {
  readonly addresses: AddressStore;
  dispose(): Promise<void>;
}

export interface AddressStoreSuite {
  /** Of the adapter and what it runs on, for the report. */
  readonly name: string;
  /** Opens a store that is empty. */
  readonly create: () => Promise<OpenedAddressStore>;
}

/** So many seconds after an evening in 2026. */
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 15, 23, 58) + seconds * 1_000);
const newKey = (): string => randomUUID();
const hosts = (count: number) => Array.from({ length: count }, (_, host) => host);

/** A use from the host of this number, at that second. */
function use(keyId: string, host: number, second = host): SeenAddress {
  const moments = { firstSeenAt: at(second), lastSeenAt: at(second) };
  return { keyId, address: `203.0.113.${host}`, client: `client ${second}`, ...moments };
}

/** What every store of addresses must do, as tests for vitest. Run it for each adapter on each database. */
export function describeAddressStore({ name, create }: AddressStoreSuite): void {
  describe(`address store: ${name}`, () => {
    let opened: OpenedAddressStore;
    const store = () => opened.addresses;

    beforeAll(async () => {
      opened = await create();
    }, 120_000);

    afterAll(async () => {
      await opened.dispose();
    });

    it("what was seen last comes first, of one key only", async () => {
      const [keyId, other] = [newKey(), newKey()];
      await store().record([use(keyId, 2), use(other, 9), use(keyId, 3), use(keyId, 1)]);
      expect(await store().list(keyId)).toEqual([use(keyId, 3), use(keyId, 2), use(keyId, 1)]);
      expect(await store().list(newKey())).toEqual([]);
    });

    it("what is seen again keeps when it was seen first, and has the last client, none included", async () => {
      const keyId = newKey();
      await store().record([use(keyId, 1)]);
      await store().record([{ ...use(keyId, 1, 60), client: null }]);
      expect(await store().list(keyId)).toEqual([
        { ...use(keyId, 1), client: null, lastSeenAt: at(60) },
      ]);
    });

    it("says when addresses were seen first, of these keys and in this period, whatever came later", async () => {
      const [keyId, other, foreign] = [newKey(), newKey(), newKey()];
      await store().record([1, 2, 3].map((host) => use(keyId, host)));
      await store().record([use(other, 2), use(foreign, 2), use(keyId, 1, 60)]);
      const query = { keyIds: [keyId, other], from: at(1), to: at(3) };
      const found = await store().listFirstSeen(query);
      const texts = found.map((each) => `${each.keyId} ${Number(each.firstSeenAt)}`);
      expect(texts.toSorted()).toEqual(
        [
          `${keyId} ${Number(at(1))}`,
          `${keyId} ${Number(at(2))}`,
          `${other} ${Number(at(2))}`,
        ].toSorted(),
      );
      expect(await store().listFirstSeen({ ...query, keyIds: [] })).toEqual([]);
      expect(await store().listFirstSeen({ ...query, to: at(1) })).toEqual([]);
    });

    it("any text is read back as it was written", async () => {
      const keyId = newKey();
      const seen = { ...use(keyId, 1), address: "2001:db8::/48", client: "état 'x' \\ 🔑" };
      await store().record([seen]);
      expect(await store().list(keyId)).toEqual([seen]);
    });

    it(`of a key the last ${MAX_ADDRESSES_KEPT} stay, whether they come at once or one after the other`, async () => {
      const keyId = newKey();
      await store().record(hosts(MAX_ADDRESSES_KEPT + 10).map((host) => use(keyId, host)));
      for (const host of [100, 101]) await store().record([use(keyId, host)]);
      const kept = await store().list(keyId);
      expect(kept.map(({ address }) => address)).toEqual(
        [101, 100, ...hosts(MAX_ADDRESSES_KEPT + 10).toReversed()]
          .slice(0, MAX_ADDRESSES_KEPT)
          .map((host) => `203.0.113.${host}`),
      );
      expect(await store().removeKey(keyId)).toBe(MAX_ADDRESSES_KEPT);
    });

    it("of several that note the same address for the first time at once, one makes it and all succeed", async () => {
      const keyId = newKey();
      await Promise.all(hosts(8).map(() => store().record([use(keyId, 1), use(keyId, 2)])));
      expect(await store().list(keyId)).toEqual([use(keyId, 2), use(keyId, 1)]);
    });

    it("nothing is noted of nobody", async () => {
      await expect(store().record([])).resolves.toBeUndefined();
    });

    it("those go that were seen last before a moment, up to a limit, until none are left", async () => {
      const keyId = newKey();
      // Long before what other tests note.
      const early = hosts(5).map((host) => use(keyId, host, host - 100_000));
      await store().record([...early, use(keyId, 9)]);
      const removal = { before: at(4 - 100_000), limit: 3 };
      expect(await store().removeBefore(removal)).toBe(3);
      expect(await store().removeBefore(removal)).toBe(1);
      expect(await store().removeBefore(removal)).toBe(0);
      const left = await store().list(keyId);
      expect(left.map(({ address }) => address)).toEqual(["203.0.113.9", "203.0.113.4"]);
    });

    it("a key that is removed takes all of its own along, and nobody else's", async () => {
      const [gone, stays] = [newKey(), newKey()];
      await store().record([use(gone, 1), use(gone, 2), use(stays, 1)]);
      expect(await store().removeKey(gone)).toBe(2);
      expect(await store().removeKey(gone)).toBe(0);
      expect(await store().list(gone)).toEqual([]);
      expect(await store().list(stays)).toEqual([use(stays, 1)]);
    });
  });
}
