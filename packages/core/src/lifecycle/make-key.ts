import { KeyOperationError } from "../code/operation-error.ts";
import { fingerprintOf } from "../key/fingerprint.ts";
import { generateKey } from "../key/generate.ts";
import { WISHED_LENGTH, generatedKeyFault, startOfGenerated } from "../key/generated-key.ts";
import { parseKey } from "../key/parse.ts";
import type { KeyGenerator } from "../port/key-generator.ts";
import type { KeyDraft } from "../port/key-store.ts";
import type { KeyRecord } from "../record/record.ts";
import type { LifecycleContext } from "./context.ts";

/** A key that is not stored yet, and what its record says of where it comes from. */
export interface MadeKey extends Pick<KeyDraft, "start" | "format" | "lookup" | "origin"> {
  readonly key: string;
}

type MakingPorts = Pick<LifecycleContext, "store" | "hasher" | "random">;

/**
 * A new key: of our form, or, where there is a generator, of the application's. That is found as a key
 * from elsewhere is, by a digest, even where it looks like one of ours.
 *
 * @throws {KeyOperationError} `KEY_GENERATOR_FAILED`, with nothing of the key in it.
 */
export async function makeKey(
  prefix: string,
  generator: KeyGenerator | undefined,
  ports: MakingPorts,
): Promise<MadeKey> {
  if (generator === undefined) {
    const { key, start } = generateKey(prefix, ports.random);
    return { key, start, format: "latchkey", lookup: null, origin: null };
  }
  const key = await generated(generator, prefix);
  if (await isThere(key, ports)) throw keyThere();
  const start = startOfGenerated(key, prefix);
  return { key, start, format: "imported", lookup: fingerprintOf(key).lookup, origin: null };
}

/**
 * Whether a generated key was stored twice by two who made it at once, and looked for it before either
 * stored it. To be asked when the record is there and the key does not work yet: then one of the two, or
 * both, see the other.
 *
 * @throws {KeyOperationError} `KEY_GENERATOR_FAILED`.
 */
export async function assertAlone(
  { key }: MadeKey,
  { id }: KeyRecord,
  { store }: Pick<LifecycleContext, "store">,
): Promise<void> {
  const { digest, lookup } = fingerprintOf(key);
  const found = await store.findForeign({ hashes: [digest], lookups: [lookup], origins: [] });
  if (found.some((record) => record.id !== id)) throw keyThere();
}

async function generated(generator: KeyGenerator, prefix: string): Promise<string> {
  let key: string;
  try {
    key = await generator({ length: WISHED_LENGTH, prefix });
  } catch {
    // Not even as the cause: what it says may hold the key.
    throw new KeyOperationError("KEY_GENERATOR_FAILED", "The application's key generator threw.");
  }
  const fault = generatedKeyFault(key, prefix);
  if (fault === null) return key;
  throw new KeyOperationError(
    "KEY_GENERATOR_FAILED",
    `The application's key generator made what cannot be used as a key. ${fault}`,
  );
}

/** Whether there is a record of this key, from wherever it came. */
async function isThere(key: string, { store, hasher }: MakingPorts): Promise<boolean> {
  const { digest, lookup, lookups } = fingerprintOf(key);
  const elsewhere = await store.findForeign({ hashes: [digest], lookups, origins: [] });
  const isMarked = (record: KeyRecord) => record.hash === digest || record.lookup === lookup;
  if (elsewhere.some(isMarked)) return true;
  const parsed = parseKey(key);
  const ours = parsed === null ? [] : await store.findByStart(parsed.start);
  for (const { hash } of [...elsewhere, ...ours]) {
    if (await hasher.verify(key, hash)) return true;
  }
  return false;
}

function keyThere(): KeyOperationError {
  return new KeyOperationError(
    "KEY_GENERATOR_FAILED",
    "The application's key generator made a key that there is already.",
  );
}
