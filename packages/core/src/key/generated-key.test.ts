import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.ts";
import { MAX_FOREIGN_LENGTH } from "./fingerprint.ts";
import { generatedKeyFault, startOfGenerated } from "./generated-key.ts";

const SECRET = "0123456789abcdef".repeat(2);

describe("what a generator makes", () => {
  it.each([
    ["32 hexadecimal digits", SECRET],
    ["a prefix and 32 characters", `app_${SECRET}`, "app_"],
    ["all that can be printed but spaces and commas", `!"#$%&'()*+-./:;<=>?@[]^_{|}~0123456`],
    ["512 characters", SECRET.repeat(16)],
  ])("is taken: %s", (_what, key, prefix = "") => {
    expect(generatedKeyFault(key, prefix)).toBeNull();
  });

  it.each([
    ["nothing", undefined, "text"],
    ["null", null, "text"],
    ["an object that reads as a key", { toString: () => `app_${SECRET}` }, "text"],
    ["an empty string", "", "prefix"],
    ["another prefix", `APP_${SECRET}`, "prefix"],
    ["31 characters after the prefix", `app_${SECRET.slice(1)}`, "32 characters"],
    ["one character too many", `app_${"x".repeat(MAX_FOREIGN_LENGTH)}`, "512 characters"],
    ["a space", `app_${SECRET} `, "spaces"],
    ["a comma", `app_${SECRET},`, "commas"],
    ["a line feed", `app_${SECRET}\n`, "printable"],
    ["a letter that is not ASCII", `app_${SECRET}é`, "printable"],
    ["a constant", `app_${"x".repeat(64)}`, "different"],
    ["seven characters over and over", `app_${"abcdefg".repeat(9)}`, "different"],
  ])("is refused, in words without it: %s", (_what, key, word) => {
    const fault = generatedKeyFault(key, "app_");
    expect(fault).toContain(word);
    expect(fault).not.toContain(SECRET.slice(0, 8));
  });

  it("is never refused where it is random: 10,000 keys of 32 hexadecimal digits are taken", () => {
    const random = seededRandom("generated keys");
    for (let count = 0; count < 10_000; count += 1) {
      expect(generatedKeyFault(Buffer.from(random.bytes(16)).toString("hex"), "")).toBeNull();
    }
  });
});

it("of a key that a generator made, the prefix and 4 characters are shown", () => {
  expect(startOfGenerated(`app_${SECRET}`, "app_")).toBe("app_0123");
});
