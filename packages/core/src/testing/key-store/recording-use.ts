import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { Check } from "./check.ts";
import { keyDraft } from "../key-draft.ts";

const AT = new Date("2026-01-16T10:20:30.405Z");

export function recordingUse(check: Check): void {
  check(
    "use is noted for each key at its own moment, and nothing else is touched",
    async (store) => {
      const first = await store.insert(
        keyDraft({ metadata: { a: 1 }, expiresAt: AT, enabled: false }),
      );
      const second = await store.insert(keyDraft({ lastRequest: new Date(0) }));
      const untouched = await store.insert(keyDraft());
      const later = new Date(AT.getTime() + 1);
      await store.recordUse([
        { id: first.id, at: AT },
        { id: second.id, at: later },
      ]);
      expect(await store.findById(first.id)).toEqual({ ...first, lastRequest: AT });
      expect(await store.findById(second.id)).toEqual({ ...second, lastRequest: later });
      expect(await store.findById(untouched.id)).toEqual(untouched);
    },
  );

  check("the use of unknown keys is passed over, and that of the others noted", async (store) => {
    const { id } = await store.insert(keyDraft());
    const [before, after] = [randomUUID(), randomUUID()];
    await store.recordUse([before, id, after].map((used) => ({ id: used, at: AT })));
    expect((await store.findById(id))?.lastRequest).toEqual(AT);
    expect(await store.findById(before)).toBeNull();
    expect(await store.findById(after)).toBeNull();
  });

  check("no use at all is no error", async (store) => {
    await expect(store.recordUse([])).resolves.toBeUndefined();
  });

  check("the use of 150 keys is noted in one call", async (store) => {
    const { referenceId } = keyDraft();
    const ids: string[] = [];
    for (let index = 0; index < 150; index += 1) {
      const { id } = await store.insert(keyDraft({ referenceId, name: `key ${index}` }));
      ids.push(id);
    }
    await store.recordUse(ids.map((id, index) => ({ id, at: new Date(AT.getTime() + index) })));
    for (const [index, id] of ids.entries()) {
      const record = await store.findById(id);
      expect(record?.lastRequest?.getTime(), `key ${index}`).toBe(AT.getTime() + index);
    }
  });

  check("noting use does not undo what is changed at the same time", async (store) => {
    for (let round = 0; round < 5; round += 1) {
      const record = await store.insert(keyDraft());
      const change = { revokedAt: AT, enabled: false, name: "changed", updatedAt: AT };
      await Promise.all([
        ...Array.from({ length: 5 }, () => store.recordUse([{ id: record.id, at: AT }])),
        store.update(record.id, { revokedAt: null }, change),
        ...Array.from({ length: 5 }, () => store.recordUse([{ id: record.id, at: AT }])),
      ]);
      expect(await store.findById(record.id)).toEqual({ ...record, ...change, lastRequest: AT });
    }
  });
}
