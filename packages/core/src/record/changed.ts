import type { KeyChange } from "../port/key-store.ts";
import type { KeyRecord } from "./record.ts";

/** A record after a change. What a quota or a limit does not name stays as it is. */
export function changed<Changeable extends Pick<KeyRecord, "quota" | "rateLimit">>(
  record: Changeable,
  { quota, rateLimit, ...change }: KeyChange,
): Changeable {
  return {
    ...record,
    ...change,
    ...(quota !== undefined && { quota: { ...record.quota, ...quota } }),
    ...(rateLimit !== undefined && { rateLimit: { ...record.rateLimit, ...rateLimit } }),
  };
}
