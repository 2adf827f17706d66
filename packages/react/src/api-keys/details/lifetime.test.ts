import { describe, expect, it } from "vitest";
import { testKey } from "../../testing/test-client.ts";
import { lifetimeOf } from "./lifetime.ts";

const day = (count: number) => new Date(count * 24 * 60 * 60 * 1000);
const life = (key: Parameters<typeof testKey>[0], now: number) =>
  lifetimeOf(testKey({ createdAt: day(0), ...key }), day(now).getTime())?.map(
    ({ mark, share }) => `${mark} ${share}`,
  );

describe("the life of a key, as a line", () => {
  it("goes from its creation to its end, past today", () => {
    expect(life({ expiresAt: day(100) }, 25)).toEqual(["created 0", "now 0.25", "end 1"]);
  });

  it("is over where the key is", () => {
    expect(life({ expiresAt: day(100) }, 400)).toEqual(["created 0", "now 1", "end 1"]);
    expect(life({ expiresAt: day(100), revokedAt: day(10) }, 20)).toEqual([
      "created 0",
      "now 1",
      "end 1",
    ]);
  });

  it("has the day on which it is due to be rotated, unless it was", () => {
    const key = { expiresAt: day(100), rotateAt: day(90) };
    expect(life(key, 50)).toEqual(["created 0", "now 0.5", "rotate 0.9", "end 1"]);
    expect(life({ ...key, replacedById: "next" }, 50)).toEqual(["created 0", "now 0.5", "end 1"]);
  });

  it("ends with the day of rotation where the key has no end, and is no line without either", () => {
    expect(life({ rotateAt: day(90) }, 45)).toEqual(["created 0", "now 0.5", "rotate 1"]);
    expect(life({}, 45)).toBeUndefined();
    expect(life({ expiresAt: day(0) }, 45)).toBeUndefined();
  });
});
