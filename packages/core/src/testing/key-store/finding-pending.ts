import { expect } from "vitest";
import type { KeyStore } from "../../port/key-store.ts";
import type { Check } from "./check.ts";
import { keyDraft } from "../key-draft.ts";

const ALL = 10_000;

async function pendingIds(store: KeyStore): Promise<ReadonlySet<string>> {
  return new Set((await store.findPending(ALL)).map(({ id }) => id));
}

export function findingPending(check: Check): void {
  check(
    "a record is found while something is pending, from its insertion or from later",
    async (store) => {
      const from = await store.insert(keyDraft({ auditPending: '{"at":"once"}' }));
      const later = await store.insert(keyDraft());
      await store.update(later.id, { auditPending: null }, { auditPending: '{"at":"last"}' });
      const found = await store.findPending(ALL);
      expect(found).toContainEqual(from);
      expect(found.find(({ id }) => id === later.id)?.auditPending).toBe('{"at":"last"}');
    },
  );

  check("a record is not found before, nor after, nor when it is gone", async (store) => {
    const never = await store.insert(keyDraft());
    const { auditPending: _absent, ...draft } = keyDraft();
    const absent = await store.insert(draft);
    const cleared = await store.insert(keyDraft({ auditPending: "{}" }));
    const removed = await store.insert(keyDraft({ auditPending: "{}" }));
    await store.update(cleared.id, { auditPending: "{}" }, { auditPending: null });
    await store.delete(removed.id, { auditPending: "{}" }, new Date());
    const found = await pendingIds(store);
    for (const { id } of [never, absent, cleared, removed]) expect(found).not.toContain(id);
    expect(absent.auditPending).toBeNull();
  });

  check("other changes leave it pending", async (store) => {
    const { id } = await store.insert(keyDraft({ auditPending: '{"still":"here"}' }));
    await store.update(id, {}, { name: "renamed" });
    await store.recordUse([{ id, at: new Date() }]);
    expect((await store.findById(id))?.auditPending).toBe('{"still":"here"}');
    expect(await pendingIds(store)).toContain(id);
  });

  check("no more are found than were asked for", async (store) => {
    for (let count = 0; count < 3; count += 1) await store.insert(keyDraft({ auditPending: "{}" }));
    expect(await store.findPending(2)).toHaveLength(2);
  });
}
