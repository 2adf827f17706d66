import { expect, test } from "vitest";
import { keyStatus } from "./status.ts";

const NOW = Date.UTC(2026, 0, 15, 12);
const PAST = new Date(NOW - 1);
const PRESENT = new Date(NOW);
const FUTURE = new Date(NOW + 1);

test.each([
  [{ revokedAt: null, expiresAt: null, enabled: true }, "active"],
  [{ revokedAt: null, expiresAt: FUTURE, enabled: true }, "active"],
  [{ revokedAt: null, expiresAt: null, enabled: false }, "disabled"],
  [{ revokedAt: null, expiresAt: FUTURE, enabled: false }, "disabled"],
  [{ revokedAt: null, expiresAt: PRESENT, enabled: true }, "expired"],
  [{ revokedAt: null, expiresAt: PAST, enabled: true }, "expired"],
  [{ revokedAt: null, expiresAt: PAST, enabled: false }, "expired"],
  [{ revokedAt: PAST, expiresAt: null, enabled: true }, "revoked"],
  [{ revokedAt: PAST, expiresAt: PAST, enabled: false }, "revoked"],
  // A clock that disagrees with the one that revoked it does not bring a key back.
  [{ revokedAt: FUTURE, expiresAt: null, enabled: true }, "revoked"],
] as const)("%o is %s", (record, status) => {
  expect(keyStatus(record, NOW)).toBe(status);
});
