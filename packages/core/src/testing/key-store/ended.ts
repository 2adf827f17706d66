import { expect } from "vitest";
import type { KeyStore } from "../../port/key-store.ts";
import type { KeyDraft } from "../../port/key-store.ts";
import type { Check } from "./check.ts";
import { keyDraft } from "../key-draft.ts";

// Long before whatever other tests store, so that their records are not among the answers.
const BEFORE = new Date("1960-01-01T00:00:00.500Z");
const at = (milliseconds: number) => new Date(BEFORE.getTime() + milliseconds);

export function ended(check: Check): void {
  check("what was revoked by a moment is listed, that moment included", async (store) => {
    const ids = await inserted(store, [
      { revokedAt: at(-1) },
      { revokedAt: at(0), expiresAt: at(1_000) },
      { revokedAt: at(0), expiresAt: null },
      { revokedAt: at(1) },
      { revokedAt: null, expiresAt: at(-1) },
    ]);
    const listed = await store.listEnded({ ending: "revoked", before: BEFORE, limit: 100 });
    expect(places(ids, listed)).toEqual([0, 1, 2]);
    await removed(store, ids);
  });

  check("what expired by a moment and was not revoked is listed", async (store) => {
    const ids = await inserted(store, [
      { expiresAt: at(-1) },
      { expiresAt: at(0), enabled: false },
      { expiresAt: at(1) },
      { expiresAt: null },
      { expiresAt: at(-1), revokedAt: at(-1) },
      { expiresAt: at(-1), revokedAt: at(1_000) },
    ]);
    const listed = await store.listEnded({ ending: "expired", before: BEFORE, limit: 100 });
    expect(places(ids, listed)).toEqual([0, 1]);
    expect(listed[0]).toEqual(await store.findById(listed[0]?.id ?? ""));
    await removed(store, ids);
  });

  check("no more are listed than asked for, and all of them in turn", async (store) => {
    const ids = await inserted(
      store,
      Array.from({ length: 250 }, () => ({ revokedAt: at(-1) })),
    );
    const seen = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const listed = await store.listEnded({ ending: "revoked", before: BEFORE, limit: 120 });
      expect(listed).toHaveLength(Math.min(120, 250 - seen.size));
      for (const { id } of listed) seen.add(id);
      await removed(
        store,
        listed.map(({ id }) => id),
      );
    }
    expect(seen).toEqual(new Set(ids));
  });
}

async function inserted(
  store: KeyStore,
  records: readonly Partial<KeyDraft>[],
): Promise<readonly string[]> {
  const { referenceId } = keyDraft();
  const ids: string[] = [];
  for (const record of records) {
    ids.push((await store.insert(keyDraft({ ...record, referenceId }))).id);
  }
  return ids;
}

async function removed(store: KeyStore, ids: readonly string[]): Promise<void> {
  for (const id of ids) await store.delete(id, {}, new Date());
}

/** Which of these were found, and nothing that is not among them. */
function places(ids: readonly string[], found: readonly { id: string }[]): number[] {
  return found.map(({ id }) => ids.indexOf(id)).toSorted((a, b) => a - b);
}
