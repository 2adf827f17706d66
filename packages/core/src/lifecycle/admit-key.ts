import type { ChangeStory } from "../audit/key-changes.ts";
import { KeyOperationError } from "../code/operation-error.ts";
import type { Register } from "../port/registers.ts";
import type { KeyRecord } from "../record/record.ts";
import { type LifecycleContext, tenantOf } from "./context.ts";
import { getKey } from "./get-key.ts";

/** A record that is not live (it has expired), and when it is to expire once it is. */
export interface Candidate {
  readonly record: KeyRecord;
  readonly expiresAt: Date | null;
  /** How it is told that the record is live, once it is. */
  readonly story: ChangeStory;
}

/** What a register of admissions holds: the last one, which may not have been carried out yet. */
interface Admission {
  readonly id: string;
  /** When the record expired before it was admitted. Milliseconds since the epoch, as below. */
  readonly expiredAt: number;
  /** `null`: never. */
  readonly expiresAt: number | null;
  readonly story: ChangeStory;
}

/** The register has moved on this often only where dozens create keys for one owner at once. */
const MAX_ATTEMPTS = 100;

/**
 * Makes a candidate live, unless its owner has as many live keys as there may be: exactly as many,
 * whichever processes create keys at once. `max` is `undefined` where there may be any number.
 *
 * Every admission goes through the register of its tenant, one after the other: it carries out the one
 * before it (whose process may have died), counts, and writes itself down; the write fails where
 * another came in between. So no two are counted without each other. Needs no transactions.
 *
 * @throws {KeyOperationError} `KEY_LIMIT_REACHED`, `KEY_BUSY` or `KEY_NOT_FOUND`; the candidate is as it was then.
 */
export async function admitKey(
  { record, expiresAt, story }: Candidate,
  max: number | undefined,
  context: LifecycleContext,
): Promise<KeyRecord> {
  const { store, registers, clock } = context;
  if (record.expiresAt === null) throw new Error("A candidate must have expired.");
  const tenant = tenantOf(record);
  const name = registerOf(tenant);
  const admission: Admission = {
    id: record.id,
    expiredAt: record.expiresAt.getTime(),
    expiresAt: expiresAt?.getTime() ?? null,
    story,
  };
  if (max === undefined) {
    return (await makeLive(admission, context)) ?? (await getKey(record, context));
  }
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const before = await registers.read(name);
    await carryOut(before, context);
    const live = await store.countLive({ ...tenant, now: new Date(clock.now()) });
    if (live >= max) throw limitReached(max);
    if (await registers.write(name, JSON.stringify(admission), before?.version ?? 0)) {
      // Whoever came next may have carried it out already.
      return (await makeLive(admission, context)) ?? (await getKey(record, context));
    }
  }
  throw new KeyOperationError("KEY_BUSY");
}

async function carryOut(register: Register | null, context: LifecycleContext): Promise<void> {
  if (register === null) return;
  const admission: Admission = JSON.parse(register.value);
  await makeLive(admission, context);
}

/** Changes nothing where it was done already, or where something else was done to the record since. */
async function makeLive(
  { id, expiredAt, expiresAt, story }: Admission,
  { changes, onChange }: LifecycleContext,
): Promise<KeyRecord | null> {
  const guard = { expiresAt: new Date(expiredAt), revokedAt: null, replacedById: null };
  const change = { expiresAt: expiresAt === null ? null : new Date(expiresAt) };
  const live = await changes.update(id, guard, change, () => story);
  onChange(id);
  return live;
}

function registerOf({ configId, referenceId }: { configId: string; referenceId: string }): string {
  return `admission:${JSON.stringify([configId, referenceId])}`;
}

function limitReached(max: number): KeyOperationError {
  return new KeyOperationError(
    "KEY_LIMIT_REACHED",
    `There may be ${max} live API ${max === 1 ? "key" : "keys"}; revoke or delete one first.`,
  );
}
