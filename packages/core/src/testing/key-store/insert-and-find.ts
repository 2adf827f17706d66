import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { expect } from "vitest";
import type { JsonObject } from "../../record/json.ts";
import type { Check } from "./check.ts";
import { keyDraft } from "../key-draft.ts";
import { drafts } from "../arbitraries.ts";

const NAMES = [
  `O'Brien "quoted" \`ticks\` \\ backslash`,
  "100% _under_ *star* ?",
  "CI/CD – GitHub Actions 🔑 👩‍👩‍👧‍👦",
  "Ωμέγα ключ مفتاح 鍵",
  "null",
];

const METADATA: readonly JsonObject[] = [
  {},
  { nothing: null, yes: true, no: false, none: [], nested: { deep: [{ er: [null, {}] }] } },
  { zero: 0, small: 5e-324, large: 1.7976931348623157e308, exact: 9007199254740991, pi: -3.14 },
  { "": "empty name", 'quo"te': "'", "new\nline": "\t\u0000\u001F", emoji: "🔑\u2028" },
  { permissions: ["read:analytics", "write:reports"], rateLimit: 1000 },
];

export function insertAndFind(check: Check): void {
  check("what is inserted is found by id and by start, as it was given", async (store) => {
    await fc.assert(
      fc.asyncProperty(drafts, async (draft) => {
        const inserted = await store.insert(draft);
        expect(inserted).toEqual({ ...draft, id: inserted.id });
        expect(await store.findById(inserted.id)).toEqual(inserted);
        expect(await store.findByStart(draft.start)).toEqual([inserted]);
      }),
      { numRuns: 40 },
    );
  });

  for (const name of NAMES) {
    check(`a name keeps its characters: ${name}`, async (store) => {
      const { id } = await store.insert(keyDraft({ name }));
      expect((await store.findById(id))?.name).toBe(name);
    });
  }

  for (const metadata of METADATA) {
    check(`metadata keeps its values: ${JSON.stringify(metadata)}`, async (store) => {
      const { id } = await store.insert(keyDraft({ metadata }));
      expect((await store.findById(id))?.metadata).toEqual(metadata);
    });
  }

  check("no metadata and empty metadata are told apart", async (store) => {
    const none = await store.insert(keyDraft({ metadata: null }));
    const empty = await store.insert(keyDraft({ metadata: {} }));
    expect((await store.findById(none.id))?.metadata).toBeNull();
    expect((await store.findById(empty.id))?.metadata).toEqual({});
  });

  check("dates keep their milliseconds, beyond 2038 too", async (store) => {
    const given = {
      createdAt: new Date("2026-02-28T23:59:59.999Z"),
      updatedAt: new Date("2026-03-01T00:00:00.001Z"),
      lastRequest: new Date("2026-03-29T01:30:00.010Z"),
      revokedAt: new Date("2026-10-25T01:30:00.100Z"),
      expiresAt: new Date("2125-12-31T12:00:00.007Z"),
    };
    const { id } = await store.insert(keyDraft(given));
    expect(await store.findById(id)).toMatchObject(given);
  });

  check("every record has an id of its own, equal ones included", async (store) => {
    const draft = keyDraft();
    const inserted = await Promise.all([1, 2, 3].map(() => store.insert(draft)));
    expect(new Set(inserted.map(({ id }) => id)).size).toBe(3);
  });

  check("an unknown id and an unknown start find nothing", async (store) => {
    expect(await store.findById(randomUUID())).toBeNull();
    expect(await store.findById("")).toBeNull();
    expect(await store.findByStart(keyDraft().start)).toEqual([]);
    expect(await store.findByStart("")).toEqual([]);
  });

  check("several records with one start are all found", async (store) => {
    const { start } = keyDraft();
    const inserted = await Promise.all([1, 2, 3].map(() => store.insert(keyDraft({ start }))));
    const found = await store.findByStart(start);
    expect(idsOf(found)).toEqual(idsOf(inserted));
  });

  check(
    "a start is found by exactly itself: case counts, and nothing is a wildcard",
    async (store) => {
      const unique = keyDraft().start.slice(-8);
      const draft = keyDraft({ start: `a_B-${unique}cD` });
      const { id } = await store.insert(draft);
      const others = [
        draft.start.toLowerCase(),
        draft.start.toUpperCase(),
        draft.start.replace("_", "x"),
        draft.start.slice(0, -1),
        `${draft.start}0`,
        ` ${draft.start}`,
        `${draft.start} `,
        `a%${unique}cD`,
        `a_B-${unique}__`,
        `%${unique}%`,
        `*${unique}*`,
      ];
      for (const other of others) expect(await store.findByStart(other), other).toEqual([]);
      expect(idsOf(await store.findByStart(draft.start))).toEqual([id]);

      // And the other way round: what the wildcards in this start would match is another record.
      await store.insert(keyDraft({ start: draft.start.replace("_", "x") }));
      expect(idsOf(await store.findByStart(draft.start))).toEqual([id]);
    },
  );

  check("what was handed in or out can be changed without changing the record", async (store) => {
    const expiresAt = new Date("2030-01-01T00:00:00Z");
    const list = [1];
    const given = keyDraft({ metadata: { list }, expiresAt: new Date(expiresAt) });
    const inserted = await store.insert(given);
    const found = await store.findById(inserted.id);
    const [byStart] = await store.findByStart(given.start);
    list.push(2);
    for (const copy of [given, inserted, found, byStart]) copy?.expiresAt?.setTime(0);
    const untouched = { metadata: { list: [1] }, expiresAt };
    expect(await store.findById(inserted.id)).toMatchObject(untouched);
  });
}

function idsOf(records: readonly { id: string }[]): string[] {
  return records.map(({ id }) => id).toSorted();
}
