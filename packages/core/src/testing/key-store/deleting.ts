import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { KeyGuard } from "../../port/key-store.ts";
import type { KeyRecord } from "../../record/record.ts";
import type { Check } from "./check.ts";
import { keyDraft } from "../key-draft.ts";

export function deleting(check: Check): void {
  check("a deleted record is answered once and never found again", async (store) => {
    const draft = keyDraft({ metadata: { a: [1] } });
    const record = await store.insert(draft);
    const { id } = record;
    expect(await store.delete(id, { referenceId: draft.referenceId }, new Date())).toEqual(record);

    expect(await store.findById(id)).toBeNull();
    expect(await store.findByStart(draft.start)).toEqual([]);
    expect(await store.update(id, {}, { name: "back" })).toBeNull();
    expect(await store.delete(id, {}, new Date())).toBeNull();
    await store.recordUse([{ id, at: new Date() }]);
    expect(await store.findById(id)).toBeNull();
  });

  const failing: Record<string, (record: KeyRecord) => KeyGuard> = {
    "another referenceId": () => ({ referenceId: "somebody-else" }),
    "another hash": ({ hash }) => ({ hash: `${hash.slice(0, -1)}.` }),
    "no revocation, of a revoked record": ({ referenceId }) => ({ referenceId, revokedAt: null }),
  };
  for (const [description, guardOf] of Object.entries(failing)) {
    check(`a guard that does not hold deletes nothing: ${description}`, async (store) => {
      const record = await store.insert(
        keyDraft({ revokedAt: new Date("2026-01-20T00:00:00.5Z") }),
      );
      expect(await store.delete(record.id, guardOf(record), new Date())).toBeNull();
      expect(await store.findById(record.id)).toEqual(record);
    });
  }

  check("an unknown id deletes nothing", async (store) => {
    expect(await store.delete(randomUUID(), {}, new Date())).toBeNull();
  });

  check("a deletion takes one record only", async (store) => {
    const draft = keyDraft();
    const [first, second] = await Promise.all([store.insert(draft), store.insert(draft)]);
    await store.delete(first.id, {}, new Date());
    expect(await store.findById(second.id)).toEqual(second);
  });

  check("of 20 concurrent deletions exactly one is answered the record", async (store) => {
    const record = await store.insert(keyDraft());
    const attempts = Array.from({ length: 20 }, () => store.delete(record.id, {}, new Date()));
    const answers = (await Promise.all(attempts)).filter((answer) => answer !== null);
    expect(answers).toEqual([record]);
  });

  check("no update that races a deletion brings the record back", async (store) => {
    const { id } = await store.insert(keyDraft());
    await Promise.all([
      ...Array.from({ length: 5 }, (_, index) => store.update(id, {}, { name: `name ${index}` })),
      store.delete(id, {}, new Date()),
      store.recordUse([{ id, at: new Date() }]),
    ]);
    expect(await store.findById(id)).toBeNull();
  });
}
