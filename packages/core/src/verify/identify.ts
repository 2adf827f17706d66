import type { ParsedKey } from "../key/parse.ts";
import type { Hasher } from "../port/hasher.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { KeyRecord } from "../record/record.ts";
import { ATTEMPT_INTERVAL, type AttemptThrottle } from "./attempt-throttle.ts";

/** Whose key this is, as far as the secret tells. */
export type Identification =
  | { readonly kind: "proven"; readonly record: KeyRecord }
  | { readonly kind: "wrong" }
  /** Too many wrong secrets for this start: not looked at. `wait` in milliseconds. */
  | { readonly kind: "throttled"; readonly wait: number };

/**
 * Finds the record that a key belongs to: one indexed look-up, then the hasher, off the event loop.
 * Rejects where the store does.
 */
export async function identify(
  key: string,
  parsed: ParsedKey,
  now: number,
  ports: { store: KeyStore; hasher: Hasher; throttle: AttemptThrottle },
): Promise<Identification> {
  const wait = ports.throttle.wait(parsed.start, now);
  if (wait > 0) return { kind: "throttled", wait };
  const candidates = await ports.store.findByStart(parsed.start);
  if (candidates.length === 0) return { kind: "wrong" };
  if (!ports.throttle.take(parsed.start, now)) return { kind: "throttled", wait: ATTEMPT_INTERVAL };
  for (const record of candidates) {
    if (!(await ports.hasher.verify(key, record.hash))) continue;
    ports.throttle.giveBack(parsed.start);
    return { kind: "proven", record };
  }
  return { kind: "wrong" };
}
