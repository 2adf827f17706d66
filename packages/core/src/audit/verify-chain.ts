import type { AuditEntry } from "./entry.ts";
import { type ChainHead, GENESIS, hashOf } from "./hash.ts";

/** What is wrong with a chain. */
export type ChainFault =
  /** What the entry says is not what was hashed, or not what its neighbours say. */
  | "altered"
  /** There is no such entry. */
  | "missing"
  /** The entry lies behind the end of the chain. */
  | "beyond the end";

export type ChainVerdict =
  | { readonly intact: true; readonly head: ChainHead }
  | {
      readonly intact: false;
      readonly fault: ChainFault;
      /** The first entry at fault. */
      readonly seq: number;
      /** One sentence that names it. */
      readonly message: string;
    };

/**
 * Whether these entries, given in the order of `seq`, are a whole chain from its first entry to
 * `end`, and if not, which is the first that was altered or is missing. Without `end`, entries that
 * were cut off at the end are not missed.
 *
 * Of two neighbours of which each is sound in itself but that do not fit, the earlier one is named:
 * whoever alters an entry can hash it anew, but not without the later one telling.
 */
export async function verifyChain(
  entries: Iterable<AuditEntry> | AsyncIterable<AuditEntry>,
  end?: ChainHead,
): Promise<ChainVerdict> {
  let head = GENESIS;
  for await (const entry of entries) {
    // An entry that a store holds twice, to the letter, is one entry.
    if (entry.seq === head.seq && entry.hash === head.hash && isSound(entry)) continue;
    const fault = faultAfter(head, entry);
    if (fault !== null) return fault;
    head = { seq: entry.seq, hash: entry.hash };
  }
  return end === undefined ? { intact: true, head } : atTheEnd(head, end);
}

function isSound(entry: AuditEntry): boolean {
  // A moment that is none has no hash.
  return !Number.isNaN(entry.at.getTime()) && hashOf(entry) === entry.hash;
}

function faultAfter(head: ChainHead, entry: AuditEntry): ChainVerdict | null {
  const expected = head.seq + 1;
  if (entry.seq > expected) return missing(expected);
  if (entry.seq < expected) {
    return altered(entry.seq, `there is more than one entry ${entry.seq}`);
  }
  if (!isSound(entry)) return altered(expected, "its hash is not that of what it says");
  if (entry.previousHash === head.hash) return null;
  return expected === 1
    ? altered(1, "it does not begin the chain")
    : altered(head.seq, `entry ${expected} was made after another entry ${head.seq}`);
}

function atTheEnd(head: ChainHead, end: ChainHead): ChainVerdict {
  if (head.seq < end.seq) return missing(head.seq + 1);
  if (head.seq > end.seq) {
    const seq = end.seq + 1;
    const message = `Entry ${seq} lies beyond the end of the chain: the last one is ${end.seq}.`;
    return { intact: false, fault: "beyond the end", seq, message };
  }
  if (head.hash === end.hash) return { intact: true, head };
  return altered(head.seq, "the end of the chain has another hash for it");
}

function missing(seq: number): ChainVerdict {
  return { intact: false, fault: "missing", seq, message: `Entry ${seq} is missing.` };
}

function altered(seq: number, because: string): ChainVerdict {
  const message = `Entry ${seq} was altered: ${because}.`;
  return { intact: false, fault: "altered", seq, message };
}
