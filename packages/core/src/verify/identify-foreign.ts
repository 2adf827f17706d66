import { fingerprintOf } from "../key/fingerprint.ts";
import type { Identification, IdentifyPorts } from "./identify.ts";

/**
 * Finds the record that a key of another system belongs to: one indexed look-up, then the hasher.
 * Wrong secrets are counted per record, since such keys have no start of their own. Rejects where the
 * store does.
 */
export async function identifyForeign(
  key: string,
  {
    findForeign,
    verifyHash,
    foreignThrottle: throttle,
    clock,
  }: Pick<IdentifyPorts, "findForeign" | "verifyHash" | "foreignThrottle" | "clock">,
): Promise<Identification> {
  const { digest, lookup, lookups } = fingerprintOf(key);
  const candidates = await findForeign({ hashes: [digest], lookups, origins: [] });
  let wait = 0;
  for (const record of candidates) {
    const now = clock.now();
    if (!throttle.take(record.id, now)) {
      wait = Math.max(wait, throttle.wait(record.id, now));
      continue;
    }
    if (!(await verifyHash(key, record.hash))) continue;
    throttle.giveBack(record.id);
    return { kind: "proven", record, lookup };
  }
  return wait > 0 ? { kind: "throttled", wait } : { kind: "wrong", suspectId: null };
}
