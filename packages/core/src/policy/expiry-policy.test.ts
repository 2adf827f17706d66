import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KeyOperationError } from "../code/operation-error.ts";
import {
  ANY_EXPIRY,
  type ExpiryPolicy,
  lifetimeOfNewKey,
  lifetimeOfOldKey,
  lifetimeOfSuccessor,
} from "./expiry-policy.ts";

const YEAR = 365 * 24 * 60 * 60;

const policies: fc.Arbitrary<ExpiryPolicy> = fc
  .tuple(fc.integer({ min: 1, max: YEAR }), fc.nat(YEAR), fc.nat(YEAR), fc.boolean(), fc.boolean())
  .map(([min, first, second, never, custom]) => ({
    min,
    max: min + first + second,
    default: never ? null : min + first,
    never,
    custom,
  }));

const wishes = fc.oneof(
  fc.constantFrom(null, undefined, 0, -1, Number.NaN, Number.POSITIVE_INFINITY),
  fc.integer({ min: -10, max: 4 * YEAR }),
);

/** What a decision came to, a refusal included. */
function outcomeOf(decide: () => number | null): number | null | string {
  try {
    return decide();
  } catch (error) {
    if (error instanceof KeyOperationError) return error.code;
    throw error;
  }
}

describe("a new key", () => {
  it("lives as long as the policy allows, whatever is asked for, or is not made", () => {
    fc.assert(
      fc.property(policies, wishes, (policy, asked) => {
        const lifetime = outcomeOf(() => lifetimeOfNewKey(policy, asked));
        if (typeof lifetime === "string") return;
        if (lifetime === null) expect(policy.never).toBe(true);
        else {
          expect(lifetime).toBeGreaterThanOrEqual(policy.min);
          expect(lifetime).toBeLessThanOrEqual(policy.max);
        }
        if (!policy.custom) expect(lifetime).toBe(policy.default);
      }),
      { numRuns: 2_000 },
    );
  });

  it("gets what is asked for, from bound to bound, and the default where nothing is", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(lifetimeOfNewKey(policy, undefined)).toBe(policy.default);
        if (!policy.custom) return;
        expect(lifetimeOfNewKey(policy, policy.min)).toBe(policy.min);
        expect(lifetimeOfNewKey(policy, policy.max)).toBe(policy.max);
      }),
    );
  });

  it.each([
    [0.5, "EXPIRES_IN_IS_TOO_SMALL"],
    [9, "EXPIRES_IN_IS_TOO_SMALL"],
    [21, "EXPIRES_IN_IS_TOO_LARGE"],
    [null, "EXPIRATION_REQUIRED"],
  ])("of 10 to 20 seconds is refused %j: %s, with the bounds in the sentence", (asked, code) => {
    const policy = { min: 10, max: 20, default: 15, never: false, custom: true };
    expect(() => lifetimeOfNewKey(policy, asked)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(/10|20/) }),
    );
  });

  it("may ask for nothing where only the default is had", () => {
    const policy = { ...ANY_EXPIRY, custom: false };
    expect(outcomeOf(() => lifetimeOfNewKey(policy, 60))).toBe("KEY_DISABLED_EXPIRATION");
    expect(lifetimeOfNewKey(policy, null)).toBeNull();
  });
});

describe("an old key", () => {
  it("never outlives what a new one may have, however often it is drawn out", () => {
    const moves = fc.array(fc.record({ wait: fc.nat(YEAR), asked: wishes }), { maxLength: 12 });
    fc.assert(
      fc.property(policies, moves, (policy, steps) => {
        let age = 0;
        for (const { wait, asked } of steps) {
          age += wait;
          const lifetime = outcomeOf(() => lifetimeOfOldKey(policy, asked ?? null, age));
          if (typeof lifetime === "number") expect(lifetime).toBeLessThanOrEqual(policy.max);
          if (lifetime === null) expect(policy.never).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("can be cut short below what a new one must have: that only narrows", () => {
    const policy = { min: 100, max: 200, default: 150, never: false, custom: true };
    expect(lifetimeOfOldKey(policy, 1, 20)).toBe(21);
    expect(outcomeOf(() => lifetimeOfOldKey(policy, 181, 20))).toBe("EXPIRES_IN_IS_TOO_LARGE");
    expect(outcomeOf(() => lifetimeOfOldKey(policy, 0, 20))).toBe("EXPIRES_IN_IS_TOO_SMALL");
  });
});

describe("a successor", () => {
  it("is allowed to live as long as the policy of the day says, whatever the old key had", () => {
    const lifetimes = fc.option(fc.integer({ min: 0, max: 4 * YEAR }), { nil: null });
    fc.assert(
      fc.property(policies, lifetimes, (policy, old) => {
        const lifetime = lifetimeOfSuccessor(policy, old);
        if (lifetime === null) expect(policy.never).toBe(true);
        else {
          expect(lifetime).toBeGreaterThanOrEqual(policy.min);
          expect(lifetime).toBeLessThanOrEqual(policy.max);
        }
      }),
    );
  });
});
