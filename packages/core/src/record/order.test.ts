import { describe, expect, it } from "vitest";
import { compareKeys, type KeyOrder, type SortableKey } from "./order.ts";

const day = (number: number) => new Date(Date.UTC(2026, 0, number));

function key(id: string, given: Partial<SortableKey> = {}): SortableKey {
  return {
    id,
    name: null,
    createdAt: day(1),
    updatedAt: day(1),
    expiresAt: null,
    lastRequest: null,
    ...given,
  };
}

const sorted = (keys: SortableKey[], sortBy: KeyOrder["sortBy"], sortDirection: "asc" | "desc") =>
  keys.toSorted((a, b) => compareKeys(a, b, { sortBy, sortDirection })).map(({ id }) => id);

describe("keys in order", () => {
  it.each(["expiresAt", "lastRequest"] as const)(
    "of %s: those without come last, in either direction",
    (field) => {
      const keys = [
        key("none"),
        key("late", { [field]: day(9) }),
        key("soon", { [field]: day(2) }),
      ];
      expect(sorted(keys, field, "asc")).toEqual(["soon", "late", "none"]);
      expect(sorted(keys, field, "desc")).toEqual(["late", "soon", "none"]);
    },
  );

  it("of name: as people sort, whatever the case, by the value of numbers in them", () => {
    const names = ["Key 10", "key 9", "Éclair", "zebra", "apple"];
    const keys = [key("none"), ...names.map((name) => key(name, { name }))];
    const expected = ["apple", "Éclair", "key 9", "Key 10", "zebra", "none"];
    expect(sorted(keys, "name", "asc")).toEqual(expected);
    expect(sorted(keys, "name", "desc")).toEqual([...expected.slice(0, 5).toReversed(), "none"]);
  });

  it("that are equal: the newest first, in either direction", () => {
    const keys = [2, 3, 1].map((number) => key(`${number}`, { createdAt: day(number), name: "a" }));
    expect(sorted(keys, "name", "asc")).toEqual(["3", "2", "1"]);
    expect(sorted(keys, "name", "desc")).toEqual(["3", "2", "1"]);
  });
});
