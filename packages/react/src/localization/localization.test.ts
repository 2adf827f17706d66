import { describe, expect, it } from "vitest";
import { ENGLISH } from "./english.ts";
import { mergeLocalization } from "./localization.ts";
import { fill, fillPlural } from "./message.ts";

describe("localization", () => {
  it("keeps English for whatever is not said otherwise", () => {
    const text = mergeLocalization(ENGLISH, { API_KEYS: "API-Schlüssel" });
    expect(text.API_KEYS).toBe("API-Schlüssel");
    expect(text.CREATE_API_KEY).toBe(ENGLISH.CREATE_API_KEY);
  });

  it("takes no override that is undefined, and changes nothing without overrides", () => {
    const { CANCEL: _, ...rest } = ENGLISH;
    const absent: { CANCEL?: string } = JSON.parse("{}");
    expect(mergeLocalization(ENGLISH, { ...rest, ...absent }).CANCEL).toBe(ENGLISH.CANCEL);
    expect(mergeLocalization(ENGLISH, undefined)).toBe(ENGLISH);
  });
});

describe("messages", () => {
  it("are filled by name, every time that a name occurs", () => {
    expect(fill("{a} and {b}, {a}", { a: "one", b: 2 })).toBe("one and 2, one");
  });

  it("keep a placeholder that has no value, and take values as they are", () => {
    expect(fill("{toString} {name}", { name: "$& {a}" })).toBe("{toString} $& {a}");
  });

  it("choose the plural form and write the number by the locale's rules", () => {
    const keys = { one: "{count} klucz", few: "{count} klucze", other: "{count} kluczy" };
    expect([1, 3, 5].map((count) => fillPlural(keys, count, "pl"))).toEqual([
      "1 klucz",
      "3 klucze",
      "5 kluczy",
    ]);
    expect(fillPlural(ENGLISH.API_KEYS_COUNT, 1234, "en")).toBe("1,234 keys");
    expect(fillPlural(ENGLISH.API_KEYS_COUNT, 1, "en")).toBe("1 key");
  });
});
