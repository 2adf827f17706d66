import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drafts } from "../testing/arbitraries.ts";
import { keyDraft } from "../testing/key-draft.ts";
import { boundedBy } from "./actor.ts";
import { MAX_VALUE_LENGTH, changesBetween } from "./changes.ts";

describe("what changed between two records", () => {
  it("is nothing between a record and itself", () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        expect(changesBetween(draft, structuredClone(draft))).toEqual({});
      }),
    );
  });

  it("is every field with a value where there was no record before", () => {
    const expiresAt = new Date("2026-05-01T00:00:00.5Z");
    expect(changesBetween(null, keyDraft({ name: "New", expiresAt }))).toEqual({
      name: { before: null, after: "New" },
      prefix: { before: null, after: "test_" },
      enabled: { before: null, after: true },
      expiresAt: { before: null, after: "2026-05-01T00:00:00.500Z" },
      format: { before: null, after: "latchkey" },
      quota: {
        before: null,
        after: { remaining: null, refillAmount: null, refillInterval: null, lastRefillAt: null },
      },
      rateLimit: { before: null, after: { enabled: null, max: null, window: null } },
    });
  });

  it("is told field by field, whatever the order of members", () => {
    const before = keyDraft({ metadata: { a: 1, b: 2 }, name: "Old" });
    const after = { ...before, metadata: { b: 2, a: 1 }, name: null, enabled: false };
    expect(changesBetween(before, after)).toEqual({
      name: { before: "Old", after: null },
      enabled: { before: true, after: false },
    });
  });

  it("never holds a hash, what a key is found by, or what is pending", () => {
    fc.assert(
      fc.property(drafts, drafts, (before, after) => {
        const fields = Object.keys(changesBetween(before, after));
        for (const secret of ["hash", "lookup", "auditPending", "key"]) {
          expect(fields).not.toContain(secret);
        }
      }),
    );
  });

  it("represents a long value by its length and its digest", () => {
    const longest = "x".repeat(MAX_VALUE_LENGTH - 2);
    const before = keyDraft({ name: longest });
    const after = { ...before, name: `${longest}x` };
    expect(changesBetween(before, after)["name"]).toEqual({
      before: longest,
      after: { length: MAX_VALUE_LENGTH + 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });
});

describe("who does something, as it is written down", () => {
  const actor = { kind: "user", id: "ada" } as const;

  it("is one line of bounded length, whatever a client says it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { client } = boundedBy({ actor, address: null, client: text.repeat(40) });
        expect(client ?? "x").toMatch(/^[^\p{C}]{1,256}$/u);
      }),
    );
  });

  it("keeps what is short and plain, and makes nothing of nothing", () => {
    const by = { actor, address: "2001:db8::1", client: "curl/8.5.0" };
    expect(boundedBy(by)).toEqual(by);
    expect(boundedBy({ actor, address: null, client: " \n" })).toEqual({
      actor,
      address: null,
      client: null,
    });
  });
});
