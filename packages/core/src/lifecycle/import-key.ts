import type { Operation } from "../audit/actor.ts";
import { KeyOperationError, type OperationCode } from "../code/operation-error.ts";
import { isRawBcrypt } from "../hash/imported-bcrypt.ts";
import type { KeyDraft } from "../port/key-store.ts";
import type { OwnerDirectory } from "../port/owner-directory.ts";
import { type KeyRecord, type KeyView, withoutHash } from "../record/record.ts";
import { type LifecycleContext, tenantOf } from "./context.ts";
import { type ImportKeyInput, importDraft } from "./import-draft.ts";
import { ImportLedger, MAX_SHARED_START } from "./import-ledger.ts";

export interface ImportOptions extends Operation {
  /** Whether to check only, and write nothing. `false` by default. */
  readonly dryRun?: boolean | undefined;
  /** What came before, where one import is made in several calls. */
  readonly ledger?: ImportLedger | undefined;
}

/** What came of one key. */
export type ImportResult =
  | { readonly kind: "imported"; readonly record: KeyView }
  /** In a dry run: it would be imported. */
  | { readonly kind: "importable" }
  /** There is a record of this key already, by an earlier import or otherwise. It was left as it is. */
  | { readonly kind: "present"; readonly id: string }
  /** The same key as the one at this place, from 0 on, of all that came in this import. */
  | { readonly kind: "repeated"; readonly place: number }
  | { readonly kind: "refused"; readonly code: OperationCode; readonly message: string };

export interface ImportContext extends LifecycleContext {
  readonly owners: OwnerDirectory<unknown>;
  /** Told when keys were brought in. */
  readonly onImport: () => void;
}

/** How many keys the store is asked about at once. */
const BATCH_SIZE = 100;

/**
 * Brings in keys that were hashed elsewhere; answers what came of each, in order. A key is stored as
 * soon as it is found to be in order, whatever becomes of those behind it: whoever wants all or none
 * makes a dry run before.
 */
export async function importKeys(
  inputs: readonly ImportKeyInput[],
  { dryRun = false, ledger = new ImportLedger(), by }: ImportOptions,
  context: ImportContext,
): Promise<readonly ImportResult[]> {
  const results: ImportResult[] = [];
  for (let at = 0; at < inputs.length; at += BATCH_SIZE) {
    const batch = inputs.slice(at, at + BATCH_SIZE);
    results.push(...(await importBatch(batch, { dryRun, ledger, by }, context)));
  }
  if (results.some(({ kind }) => kind === "imported")) context.onImport();
  return results;
}

async function importBatch(
  inputs: readonly ImportKeyInput[],
  { dryRun, ledger, by }: ImportOptions & { readonly ledger: ImportLedger },
  context: ImportContext,
): Promise<readonly ImportResult[]> {
  const checked: (KeyDraft | ImportResult)[] = [];
  for (const input of inputs) checked.push(await checkedDraft(input, context));
  const drafts = checked.filter((it): it is KeyDraft => !isResult(it));
  const stored = await storedAlready(drafts, context);
  const results: ImportResult[] = [];
  for (const it of checked) {
    const place = ledger.place();
    const refused = isResult(it) ? it : hindrance(it, { place, stored, ledger });
    if (refused !== null) results.push(refused);
    else if (isResult(it) || dryRun) results.push({ kind: "importable" });
    else
      results.push({
        kind: "imported",
        record: withoutHash(await context.changes.insert(it, { action: "imported", by })),
      });
  }
  return results;
}

/** The record to be, or why there cannot be one. */
async function checkedDraft(
  input: ImportKeyInput,
  { configurations, owners, clock }: ImportContext,
): Promise<KeyDraft | ImportResult> {
  try {
    const tenant = tenantOf(input);
    const policy = configurations.get(tenant.configId);
    const draft = importDraft(input, { ...tenant, policy, now: clock.now() });
    const kind = policy.references ?? "user";
    if ((await owners.find(tenant.referenceId, kind)) !== null) return draft;
    throw new KeyOperationError(
      "OWNER_NOT_FOUND",
      `There is no ${kind} ${JSON.stringify(tenant.referenceId)} that may act.`,
    );
  } catch (error) {
    if (!(error instanceof KeyOperationError)) throw error;
    return { kind: "refused", code: error.code, message: error.message };
  }
}

/** Why a record cannot be stored beside others. */
function hindrance(
  draft: KeyDraft,
  seen: { place: number; stored: readonly KeyRecord[]; ledger: ImportLedger },
): ImportResult | null {
  const { place, stored, ledger } = seen;
  const first = draft.origin === null ? null : ledger.repeats(draft.origin, place);
  if (first !== null) return { kind: "repeated", place: first };
  const present = stored.find((record) => isSameKey(record, draft));
  if (present !== undefined) return { kind: "present", id: present.id };
  if (!isRawBcrypt(draft.hash) || draft.lookup === null) return null;
  const sharing = stored.filter(({ lookup }) => lookup === draft.lookup).length;
  if (ledger.shares(draft.lookup, sharing)) return null;
  return {
    kind: "refused",
    code: "INVALID_START",
    message: `${MAX_SHARED_START} keys that were not used yet begin with ${JSON.stringify(draft.start)}; no more can be told apart. Give a longer start.`,
  };
}

/** Every record that may be one of these keys, or in the way of one. */
function storedAlready(
  drafts: readonly KeyDraft[],
  { store }: ImportContext,
): Promise<readonly KeyRecord[]> {
  return store.findForeign({
    hashes: drafts.map(({ hash }) => hash),
    lookups: drafts.flatMap(({ lookup }) => lookup ?? []),
    origins: drafts.flatMap(({ origin }) => origin ?? []),
  });
}

/** By its hash or its origin; by its look-up where that is part of a digest, which no two keys share. */
function isSameKey(record: KeyRecord, draft: KeyDraft): boolean {
  if (record.hash === draft.hash || record.origin === draft.origin) return true;
  return !isRawBcrypt(draft.hash) && record.lookup === draft.lookup;
}

function isResult(it: KeyDraft | ImportResult): it is ImportResult {
  return "kind" in it;
}
