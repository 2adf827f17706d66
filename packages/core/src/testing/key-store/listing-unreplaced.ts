import { expect } from "vitest";
import type { Check } from "./check.ts";
import { keyDraft } from "../key-draft.ts";

/** A time that no other test has records of. */
const at = (milliseconds: number) => new Date(Date.UTC(2190, 0, 1) + milliseconds);

export function listingUnreplaced(check: Check): void {
  check(
    "keys of one environment are listed by when they were made, earliest first",
    async (store) => {
      const environment = "listing-unreplaced";
      const kind = { environment, configId: "listing" };
      const made: string[] = [];
      for (const milliseconds of [3, 0, 1, 2]) {
        const draft = keyDraft({ ...kind, createdAt: at(milliseconds), enabled: milliseconds > 1 });
        made[milliseconds] = (await store.insert(draft)).id;
      }
      const createdAt = at(1);
      for (const other of [
        { configId: "other" },
        { environment: "other" },
        { environment: null },
        { revokedAt: at(2) },
        { replacedById: "another" },
      ]) {
        await store.insert(keyDraft({ ...kind, createdAt, ...other }));
      }
      const ids = async (limit: number) => {
        const found = await store.listUnreplaced({ ...kind, after: at(0), until: at(2), limit });
        return found.map(({ id }) => id);
      };
      expect(await ids(9)).toEqual([made[1], made[2]]);
      expect(await ids(1)).toEqual([made[1]]);
    },
  );
}
