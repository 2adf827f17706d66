import type { Registers } from "../port/registers.ts";
import type { AuditEntry } from "./entry.ts";
import { type ChainHead, GENESIS } from "./hash.ts";
import { entryFromJson, entryToJson } from "./entry-text.ts";

/** The register that holds the head of the chain. */
export const HEAD_REGISTER = "audit-head";

/** The head of the chain as the register has it. */
export interface StoredHead {
  readonly head: ChainHead;
  /** The last entry, while it may not lie in the log yet; else `null`. */
  readonly unsettled: AuditEntry | null;
  /** Of the register. */
  readonly version: number;
}

/** @throws {Error} for a register that was not written by `writeHead`. */
export async function readHead(registers: Registers): Promise<StoredHead> {
  const state = await registers.read(HEAD_REGISTER);
  if (state === null) return { head: GENESIS, unsettled: null, version: 0 };
  const stored: unknown = JSON.parse(state.value);
  if (typeof stored !== "object" || stored === null) throw unreadable();
  const { seq, hash, entry = null }: { seq?: unknown; hash?: unknown; entry?: unknown } = stored;
  if (typeof seq !== "number" || typeof hash !== "string") throw unreadable();
  const unsettled = entry === null ? null : entryFromJson(entry);
  return { head: { seq, hash }, unsettled, version: state.version };
}

/** Compare-and-set: whether the head was still of that version, and is the new one now. */
export async function writeHead(
  registers: Registers,
  { seq, hash }: ChainHead,
  unsettled: AuditEntry | null,
  expectedVersion: number,
): Promise<boolean> {
  const entry = unsettled === null ? {} : { entry: entryToJson(unsettled) };
  return registers.write(HEAD_REGISTER, JSON.stringify({ seq, hash, ...entry }), expectedVersion);
}

function unreadable(): Error {
  return new Error(`The register ${HEAD_REGISTER} does not hold the head of an audit chain.`);
}
