import type { ParsedKey } from "../key/parse.ts";
import type { Clock } from "../port/clock.ts";
import type { Hasher } from "../port/hasher.ts";
import type { KeyRecord } from "../record/record.ts";
import type { AttemptThrottle } from "./attempt-throttle.ts";

/** Whose key this is, as far as the secret tells. */
export type Identification =
  | { readonly kind: "proven"; readonly record: KeyRecord }
  | { readonly kind: "wrong" }
  /** Too many wrong secrets for this start: not looked at. `wait` in milliseconds. */
  | { readonly kind: "throttled"; readonly wait: number };

export interface IdentifyPorts {
  readonly findByStart: (start: string) => Promise<readonly KeyRecord[]>;
  readonly hasher: Hasher;
  readonly throttle: AttemptThrottle;
  readonly clock: Clock;
}

/**
 * Finds the record that a key belongs to: one indexed look-up, then the hasher, off the event loop.
 * Rejects where the store does.
 */
export async function identify(
  key: string,
  { start }: ParsedKey,
  { findByStart, hasher, throttle, clock }: IdentifyPorts,
): Promise<Identification> {
  const wait = throttle.wait(start, clock.now());
  if (wait > 0) return { kind: "throttled", wait };
  const candidates = await findByStart(start);
  if (candidates.length === 0) return { kind: "wrong" };
  const now = clock.now();
  // Others may have taken what was left while the store was asked.
  if (!throttle.take(start, now)) return { kind: "throttled", wait: throttle.wait(start, now) };
  for (const record of candidates) {
    if (!(await hasher.verify(key, record.hash))) continue;
    throttle.giveBack(start);
    return { kind: "proven", record };
  }
  return { kind: "wrong" };
}
