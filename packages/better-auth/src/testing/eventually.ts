import { vi } from "vitest";

/** Resolves once the check throws nothing; far more time than needed, for a test shares its machine. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 30_000, interval: 5 });
}
