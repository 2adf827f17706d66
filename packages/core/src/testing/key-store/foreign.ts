import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { sha256Of } from "../../hash/sha256.ts";
import type { Check } from "./check.ts";
import { keyDraft } from "../key-draft.ts";

const digest = () => sha256Of(randomUUID());

export function foreign(check: Check): void {
  check("a store says whether it has records of other systems", async (store) => {
    const own = await store.insert(keyDraft({ format: "latchkey" }));
    expect(await store.hasForeign()).toBe(false);
    for (const format of ["imported", null] as const) {
      const { id } = await store.insert(keyDraft({ format }));
      expect(await store.hasForeign(), `${format}`).toBe(true);
      await store.delete(id, {}, new Date());
      expect(await store.hasForeign()).toBe(false);
    }
    await store.delete(own.id, {}, new Date());
    expect(await store.hasForeign()).toBe(false);
  });

  check("a record is found by its hash, by its look-up and by its origin", async (store) => {
    const given = { hash: digest(), lookup: digest().slice(0, 10), origin: digest() };
    const record = await store.insert(keyDraft({ ...given, format: "imported" }));
    const [another, none] = [[digest()], [] as string[]];
    for (const marks of [
      { hashes: [given.hash], lookups: none, origins: none },
      { hashes: none, lookups: [given.lookup], origins: none },
      { hashes: none, lookups: none, origins: [given.origin] },
      { hashes: another, lookups: [...another, given.lookup], origins: another },
      { hashes: [given.hash], lookups: [given.lookup], origins: [given.origin] },
    ]) {
      expect(await store.findForeign(marks)).toEqual([record]);
    }
    await store.delete(record.id, {}, new Date());
  });

  check("records are found by their own marks only", async (store) => {
    const unmarked = await store.insert(keyDraft({ lookup: null, origin: null }));
    const marks = { hashes: [digest()], lookups: [digest().slice(0, 10)], origins: [digest()] };
    expect(await store.findForeign(marks)).toEqual([]);
    expect(await store.findForeign({ hashes: [], lookups: [], origins: [] })).toEqual([]);
    // A mark counts as what it is: a hash is no origin.
    const { hash } = unmarked;
    expect(await store.findForeign({ hashes: [], lookups: [hash], origins: [hash] })).toEqual([]);
    await store.delete(unmarked.id, {}, new Date());
  });

  check("a start that serves as look-up is found to the letter", async (store) => {
    const lookup = `~aB_%${digest().slice(0, 8)}`;
    const record = await store.insert(keyDraft({ lookup, format: "imported" }));
    const find = (lookups: string[]) => store.findForeign({ hashes: [], lookups, origins: [] });
    for (const other of [lookup.replace("_", "x"), lookup.replace("%", "")]) {
      expect(await find([other])).toEqual([]);
    }
    expect(await find(["~", lookup])).toEqual([record]);
    await store.delete(record.id, {}, new Date());
  });

  check("of many marks every record is found", async (store) => {
    const marks = Array.from({ length: 150 }, () => digest());
    const ids = new Set<string>();
    for (const [index, mark] of marks.entries()) {
      const given = [{ hash: mark }, { lookup: mark }, { origin: mark }][index % 3];
      ids.add((await store.insert(keyDraft({ ...given, format: "imported" }))).id);
    }
    const found = await store.findForeign({ hashes: marks, lookups: marks, origins: marks });
    expect(new Set(found.map(({ id }) => id))).toEqual(ids);
    for (const id of ids) await store.delete(id, {}, new Date());
  });

  check("a look-up that is written is what the record is found by", async (store) => {
    const { id, hash } = await store.insert(keyDraft({ format: null, hash: digest() }));
    const [lookup, renewed] = [digest().slice(0, 10), digest()];
    const updated = await store.update(id, { hash }, { hash: renewed, lookup });
    expect(updated).toMatchObject({ hash: renewed, lookup, format: null });
    const find = (hashes: string[], lookups: string[]) =>
      store.findForeign({ hashes, lookups, origins: [] });
    expect(await find([hash], [])).toEqual([]);
    expect(await find([], [lookup])).toEqual([updated]);
    await store.delete(id, {}, new Date());
  });
}
