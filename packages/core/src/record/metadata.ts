import { KeyOperationError } from "../code/operation-error.ts";
import { type JsonObject, isPlainObject } from "./json.ts";

/** In bytes of JSON. */
export const MAX_METADATA_SIZE = 16_384;
/** Levels of objects and arrays, the outermost counted. */
export const MAX_METADATA_DEPTH = 16;

const parseJson: (json: string) => JsonObject = JSON.parse;

/**
 * Metadata as it is stored: a JSON object, checked and copied, so that it reads back as it was
 * given. What JSON cannot hold (functions, `undefined`, `NaN`, dates, text that is not Unicode) is
 * refused, not dropped.
 *
 * @throws {KeyOperationError} `INVALID_METADATA_TYPE` or `METADATA_TOO_LARGE`.
 */
export function normalizeMetadata(metadata: unknown): JsonObject {
  assertObject(metadata);
  const json = JSON.stringify(metadata);
  const size = Buffer.byteLength(json);
  if (size > MAX_METADATA_SIZE) {
    throw new KeyOperationError(
      "METADATA_TOO_LARGE",
      `metadata has ${size} bytes as JSON; at most ${MAX_METADATA_SIZE} are allowed.`,
    );
  }
  // Parsed from what will be stored, so that it is the same before it was stored as after (-0 is 0).
  return parseJson(json);
}

function assertObject(value: unknown): asserts value is JsonObject {
  if (!isPlainObject(value)) throw new KeyOperationError("INVALID_METADATA_TYPE");
  assertJson(value, 1, "metadata");
}

function assertJson(value: unknown, depth: number, path: string): void {
  if (value === null || typeof value === "boolean") return;
  if (typeof value === "number" && Number.isFinite(value)) return;
  if (typeof value === "string") {
    assertUnicode(value, path);
    return;
  }
  const isArray = Array.isArray(value);
  if (!isArray && !isPlainObject(value)) throw notJson(`${path} is not a JSON value.`);
  if (depth > MAX_METADATA_DEPTH) {
    throw new KeyOperationError(
      "METADATA_TOO_LARGE",
      `metadata is nested too deeply; ${MAX_METADATA_DEPTH} levels are allowed.`,
    );
  }
  if (isArray) {
    for (const [index, item] of value.entries()) assertJson(item, depth + 1, `${path}[${index}]`);
  } else {
    for (const [name, member] of Object.entries(value)) {
      assertMemberName(name, path);
      assertJson(member, depth + 1, `${path}.${name}`);
    }
  }
}

function assertMemberName(name: string, path: string): void {
  // Legal JSON, but no two readers agree on it, and it is how prototypes get polluted.
  if (name === "__proto__") throw notJson(`${path} may not have "__proto__".`);
  assertUnicode(name, path);
}

// Half a surrogate pair: some databases refuse it, others replace it.
function assertUnicode(text: string, path: string): void {
  if (!text.isWellFormed()) throw notJson(`${path} holds text that is not Unicode.`);
}

function notJson(message: string): KeyOperationError {
  return new KeyOperationError("INVALID_METADATA_TYPE", message);
}
