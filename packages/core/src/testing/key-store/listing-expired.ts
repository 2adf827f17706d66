import { expect } from "vitest";
import type { KeyStore } from "../../port/key-store.ts";
import type { Check } from "./check.ts";
import { keyDraft } from "../key-draft.ts";

const LIMIT = 1_000;

/** Periods that no other test has records in. */
let next = Date.UTC(2200, 0, 1);

function period() {
  next += 1_000_000;
  const start = next;
  return { at: (milliseconds: number) => new Date(start + milliseconds) };
}

async function idsBetween(store: KeyStore, after: Date, until: Date): Promise<string[]> {
  const found = await store.listExpired({ after, until, limit: LIMIT });
  return found.map(({ id }) => id);
}

export function listingExpired(check: Check): void {
  check(
    "records that expire after one moment and until another are listed, earliest first",
    async (store) => {
      const { at } = period();
      const ids: string[] = [];
      for (const milliseconds of [3, 0, 1, 2]) {
        ids[milliseconds] = (await store.insert(keyDraft({ expiresAt: at(milliseconds) }))).id;
      }
      await store.insert(keyDraft({ expiresAt: null }));
      expect(await idsBetween(store, at(0), at(2))).toEqual([ids[1], ids[2]]);
    },
  );

  check("whoever owns them, enabled or not, but none that was revoked", async (store) => {
    const { at } = period();
    const expiresAt = at(5);
    const expected = [
      await store.insert(keyDraft({ expiresAt })),
      await store.insert(keyDraft({ expiresAt, enabled: false, configId: "other" })),
    ];
    await store.insert(keyDraft({ expiresAt, revokedAt: at(1) }));
    const found = await store.listExpired({ after: at(0), until: at(9), limit: LIMIT });
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  check("no more are listed than were asked for, and they are the earliest", async (store) => {
    const { at } = period();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      ids.push((await store.insert(keyDraft({ expiresAt: at(count) }))).id);
    }
    const found = await store.listExpired({ after: at(-1), until: at(9), limit: 3 });
    expect(found.map(({ id }) => id)).toEqual(ids.slice(0, 3));
  });
}
