import { expect, test } from "vitest";
import { retentionOf } from "./retention.ts";

const YEAR = 365 * 24 * 60 * 60;

test.each([
  [undefined, { revoked: YEAR, expired: YEAR }],
  [{}, { revoked: YEAR, expired: YEAR }],
  [60, { revoked: 60, expired: 60 }],
  [0, { revoked: 0, expired: 0 }],
  [null, { revoked: null, expired: null }],
  [{ revoked: 60 }, { revoked: 60, expired: YEAR }],
  [{ expired: null }, { revoked: YEAR, expired: null }],
])("%j keeps records for %j seconds", (given, expected) => {
  expect(retentionOf(given)).toEqual(expected);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, { expired: -1 }, { revoked: Number.NaN }])(
  "%j is refused",
  (given) => {
    expect(() => retentionOf(given)).toThrow(RangeError);
  },
);
