import { expect, it } from "vitest";
import type { AlertStore } from "../../port/alert-store.ts";
import { newAlert } from "../new-alert.ts";

const on = (day: number) => new Date(Date.UTC(2000, 0, day));

export function removing(store: () => AlertStore): void {
  it("removes what was settled at a moment or earlier, as many as it may, and nothing else", async () => {
    const ids = [];
    for (const resolvedAt of [on(1), on(2), on(3), null]) {
      ids.push((await store().insert(newAlert({ resolvedAt })))?.id ?? "");
    }
    expect(await store().removeResolved({ before: on(2), limit: 1 })).toBe(1);
    expect(await store().removeResolved({ before: on(2), limit: 5 })).toBe(1);
    expect(await store().removeResolved({ before: on(2), limit: 5 })).toBe(0);
    const left = await store().find(ids);
    expect(left.map(({ id }) => id).toSorted()).toEqual(ids.slice(2).toSorted());
  });
}
