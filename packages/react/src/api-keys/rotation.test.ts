import { describe, expect, it } from "vitest";
import { testKey } from "../testing/test-client.ts";
import { rotationOf } from "./rotation.ts";

const HOUR = 60 * 60 * 1000;
const now = Date.UTC(2026, 2, 10);
const at = (hours: number) => new Date(now + hours * HOUR);

const successor = { ...testKey({ id: "new", createdAt: at(-1) }), replacesId: "old" };
const replaced = (lastRequest: Date | null) => ({
  ...testKey({ id: "old", start: "app_old", expiresAt: at(23), lastRequest }),
  replacedById: "new",
});

const used = (when: Date | null) => rotationOf(replaced(when), [successor], now);
const due = (rotateAt: Date | null) => rotationOf({ ...testKey(), rotateAt }, [], now).kind;

describe("the rotation of a key", () => {
  it("tells whether a replaced key has been used since it was replaced", () => {
    expect(used(at(-0.5))).toEqual({ kind: "replaced", used: true });
    expect(used(at(-2))).toEqual({ kind: "replaced", used: false });
    expect(used(null)).toEqual({ kind: "replaced", used: false });
  });

  it("claims nothing of that where the replacement is on another page", () => {
    expect(rotationOf(replaced(at(-2)), [], now)).toEqual({ kind: "replaced", used: "unknown" });
  });

  it("names what a key replaces only where that is on the page too", () => {
    const old = replaced(null);
    expect(rotationOf(successor, [old], now)).toEqual({ kind: "replacement", start: "app_old" });
    expect(rotationOf(successor, [], now)).toEqual({ kind: "none" });
  });

  it("is due from its moment on, until the key is replaced", () => {
    expect([due(at(0)), due(at(1)), due(null)]).toEqual(["due", "none", "none"]);
    expect(rotationOf({ ...replaced(null), rotateAt: at(-1) }, [], now).kind).toBe("replaced");
  });

  it("is none for the keys of a server that knows of no rotation", () => {
    expect(rotationOf(testKey(), [testKey()], now)).toEqual({ kind: "none" });
  });
});
