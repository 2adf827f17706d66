import { canBeForeign } from "../key/fingerprint.ts";
import type { ParsedKey } from "../key/parse.ts";
import type { Clock } from "../port/clock.ts";
import type { Hasher } from "../port/hasher.ts";
import type { ForeignMarks } from "../port/key-store.ts";
import type { KeyRecord } from "../record/record.ts";
import type { AttemptThrottle } from "./attempt-throttle.ts";
import { identifyForeign } from "./identify-foreign.ts";

/** Whose key this is, as far as the secret tells. */
export type Identification =
  | {
      readonly kind: "proven";
      readonly record: KeyRecord;
      /** What a key from elsewhere will be found by when its hash is ours; `null` for a key of ours. */
      readonly lookup: string | null;
      /** Whether another process has checked the secret, and not this one. */
      readonly isShared?: true;
    }
  /** `suspectId`: of the key whose start was presented, and not its secret; `null`: of none. */
  | { readonly kind: "wrong"; readonly suspectId: string | null }
  /** Too many wrong secrets for this start, or record: not looked at. `wait` in milliseconds. */
  | { readonly kind: "throttled"; readonly wait: number };

export interface IdentifyPorts {
  /** By what the store says now: no answer to a look-up that began earlier. */
  readonly findByStart: (start: string) => Promise<readonly KeyRecord[]>;
  readonly hasForeign: () => Promise<boolean>;
  readonly findForeign: (marks: ForeignMarks) => Promise<readonly KeyRecord[]>;
  readonly verifyHash: Hasher["verify"];
  /** By start. */
  readonly throttle: AttemptThrottle;
  /** By id, for keys from elsewhere. */
  readonly foreignThrottle: AttemptThrottle;
  readonly clock: Clock;
}

/**
 * Finds the record that a key belongs to: one indexed look-up, then the hasher, off the event loop;
 * once more, where there are any, among the keys from elsewhere. `parsed` is `null` for what is not of
 * our form. Rejects where the store does.
 */
export async function identify(
  key: string,
  parsed: ParsedKey | null,
  ports: IdentifyPorts,
): Promise<Identification> {
  const own = parsed === null ? WRONG : await identifyOwn(key, parsed, ports);
  if (own.kind !== "wrong" || !canBeForeign(key) || !(await ports.hasForeign())) return own;
  const foreign = await identifyForeign(key, ports);
  return foreign.kind === "wrong" ? own : foreign;
}

const WRONG = { kind: "wrong", suspectId: null } as const;

async function identifyOwn(
  key: string,
  { start }: ParsedKey,
  { findByStart, verifyHash, throttle, clock }: IdentifyPorts,
): Promise<Identification> {
  const wait = throttle.wait(start, clock.now());
  if (wait > 0) return { kind: "throttled", wait };
  const found = await findByStart(start);
  // What has a look-up is found by that. Its start may be one that very many share.
  const candidates = found.filter(({ lookup }) => lookup === null);
  if (candidates.length === 0) return WRONG;
  const now = clock.now();
  // Others may have taken what was left while the store was asked.
  if (!throttle.take(start, now)) return { kind: "throttled", wait: throttle.wait(start, now) };
  for (const record of candidates) {
    if (!(await verifyHash(key, record.hash))) continue;
    throttle.giveBack(start);
    return { kind: "proven", record, lookup: null };
  }
  // Of two keys with one start, which is a rarity, either may have been meant.
  return { kind: "wrong", suspectId: candidates[0]?.id ?? null };
}
