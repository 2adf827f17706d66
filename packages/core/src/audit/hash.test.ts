import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import { auditEvent } from "../testing/audit-event.ts";
import { metadata } from "../testing/arbitraries.ts";
import { GENESIS, GENESIS_HASH, entryAfter } from "./hash.ts";

const event = auditEvent({
  eventId: "7d1f7c1e-6f0e-4f57-9d6c-0f6f7a0c2b11",
  keyId: "key-1",
  referenceId: "owner-1",
  client: "curl/8.5 «é»",
});

/** What anybody can re-compute from docs/audit.md: written out by hand, members sorted. */
const BY_HAND =
  '{"action":"updated","actor":{"id":"ada","kind":"user"},"address":"192.0.2.7",' +
  '"at":"2026-01-15T12:00:00.123Z","changes":{"name":{"after":"new","before":"old"}},' +
  '"client":"curl/8.5 «é»","configId":"default","eventId":"7d1f7c1e-6f0e-4f57-9d6c-0f6f7a0c2b11",' +
  '"keyId":"key-1","previousHash":"0000000000000000000000000000000000000000000000000000000000000000",' +
  '"reason":null,"referenceId":"owner-1","seq":1,"start":"test_abcdefgh","version":1}';

it("the hash of an entry is SHA-256 of the text that the documentation describes, and never changes", () => {
  const entry = entryAfter(GENESIS, event);
  expect(entry.previousHash).toBe(GENESIS_HASH);
  expect(entry.hash).toBe(createHash("sha256").update(BY_HAND, "utf8").digest("hex"));
  expect(entry.hash).toBe("bc9a2b73d930efec6b92bc820de0358a197dfd53096f056c99f0ab613ea384b3");
});

it("canonical JSON says the same as JSON, and the same for every order of members", () => {
  fc.assert(
    fc.property(metadata, (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(value);
      const turned = Object.fromEntries(Object.entries(value).toReversed());
      expect(canonicalJson(turned)).toBe(text);
    }),
  );
});

it("canonical JSON sorts members by code units and writes numbers as ECMAScript does", () => {
  const value = { "\u20ac": 1, "\r": 2, "1": 3, "\u{1F600}": 4, "\ufb33": 5, a: [1e21, 0.1, -0] };
  expect(canonicalJson(value)).toBe(
    '{"\\r":2,"1":3,"a":[1e+21,0.1,0],"\u20ac":1,"\u{1F600}":4,"\ufb33":5}',
  );
});
