import { expect } from "vitest";
import type { KeyStore } from "../../port/key-store.ts";
import { keyDraft } from "../key-draft.ts";
import type { Check } from "./check.ts";

// Far in the future, where no other test changes anything.
const SINCE = new Date("2200-01-01T00:00:00.500Z");
const at = (milliseconds: number) => new Date(SINCE.getTime() + milliseconds);
const LIMIT = 1_000;

export function listingChanged(check: Check): void {
  check("records that were made, changed or removed from a moment on are listed", async (store) => {
    const { id: early } = await store.insert(keyDraft({ updatedAt: at(-1) }));
    const { id: made } = await store.insert(keyDraft({ updatedAt: at(0) }));
    const { id: late } = await store.insert(keyDraft({ updatedAt: at(-1) }));
    await store.update(late, {}, { enabled: false, updatedAt: at(5) });
    const { id: gone } = await store.insert(keyDraft());
    await store.delete(gone, {}, at(7));
    const { id: goneBefore } = await store.insert(keyDraft());
    await store.delete(goneBefore, {}, at(-1));
    expect(await changesSince(store, SINCE)).toEqual(
      new Map([
        [made, at(0)],
        [late, at(5)],
        [gone, at(7)],
      ]),
    );
    await cleared(store, [early, made, late]);
  });

  check(
    "a record that stays, since the guard does not hold, is not listed as removed",
    async (store) => {
      const { id } = await store.insert(keyDraft({ enabled: true }));
      expect(await store.delete(id, { enabled: false }, at(1))).toBeNull();
      expect(await changesSince(store, SINCE)).toEqual(new Map());
    },
  );

  check("what is no operation on a record is no change of it", async (store) => {
    const draft = keyDraft({ updatedAt: at(-1) });
    const { id } = await store.insert({ ...draft, quota: { ...draft.quota, remaining: 5 } });
    await store.spendQuota(id, { amount: 1, lastRefillAt: null });
    await store.recordUse([{ id, at: at(10) }]);
    expect(await changesSince(store, SINCE)).toEqual(new Map());
    await cleared(store, [id]);
  });

  check("no more are listed than asked for", async (store) => {
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      ids.push((await store.insert(keyDraft({ updatedAt: at(index) }))).id);
    }
    const { id: gone } = await store.insert(keyDraft());
    await store.delete(gone, {}, at(1));
    expect(await store.listChanged({ since: SINCE, limit: 2 })).toHaveLength(2);
    expect(await store.listChanged({ since: SINCE, limit: 4 })).toHaveLength(4);
    await cleared(store, ids);
  });

  check(
    "that records were removed is forgotten up to a moment, as many as asked for",
    async (store) => {
      for (let index = 0; index < 4; index += 1) {
        const { id } = await store.insert(keyDraft());
        await store.delete(id, {}, at(index));
      }
      // Those of other tests are long gone, and would be forgotten first.
      while ((await store.forgetRemoved({ before: SINCE, limit: LIMIT })) > 0);
      expect(await store.forgetRemoved({ before: at(3), limit: 2 })).toBe(2);
      expect(await store.listChanged({ since: SINCE, limit: LIMIT })).toHaveLength(2);
      expect(await store.forgetRemoved({ before: at(3), limit: 2 })).toBe(1);
      expect(await changesSince(store, SINCE)).toEqual(new Map([[expect.any(String), at(3)]]));
      await cleared(store, []);
    },
  );
}

async function changesSince(store: KeyStore, since: Date): Promise<Map<string, Date>> {
  const changes = await store.listChanged({ since, limit: LIMIT });
  return new Map(changes.map((change) => [change.id, change.at]));
}

/** Takes away what a test has left behind in its far future. */
async function cleared(store: KeyStore, ids: readonly string[]): Promise<void> {
  for (const id of ids) await store.delete(id, {}, new Date());
  await store.forgetRemoved({ before: at(1_000_000), limit: LIMIT });
}
