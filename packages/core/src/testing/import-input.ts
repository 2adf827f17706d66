import { createHash } from "node:crypto";
import type { ImportKeyInput } from "../lifecycle/import-draft.ts";
import type { ImportResult } from "../lifecycle/import-key.ts";
import type { TestEngine } from "./test-engine.ts";

export const IMPORT_OWNER = "owner";

export function sha256Hex(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** What an import is told of a key by whoever has its SHA-256. */
export function importInput(key: string, given: Partial<ImportKeyInput> = {}): ImportKeyInput {
  return {
    hash: sha256Hex(key),
    hashFormat: "sha256-hex",
    referenceId: IMPORT_OWNER,
    ...given,
  };
}

/** The one result of importing one key. */
export async function imported(
  { engine }: Pick<TestEngine, "engine">,
  input: ImportKeyInput,
): Promise<ImportResult> {
  const [result, ...others] = await engine.import([input]);
  if (result === undefined || others.length > 0) throw new Error("There is not one result.");
  return result;
}
