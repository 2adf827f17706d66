import { KeyOperationError } from "../code/operation-error.ts";
import type { JsonObject } from "./json.ts";

/** In bytes of JSON. */
export const MAX_METADATA_SIZE = 16_384;
export const MAX_METADATA_DEPTH = 16;

/**
 * Metadata as it is stored: a JSON object, checked and copied, so that it reads back as it was
 * given. What JSON cannot hold (functions, `undefined`, `NaN`, dates) is refused, not dropped.
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
  return structuredClone(metadata);
}

function assertObject(value: unknown): asserts value is JsonObject {
  if (!isPlainObject(value)) throw new KeyOperationError("INVALID_METADATA_TYPE");
  assertJson(value, 1, "metadata");
}

function assertJson(value: unknown, depth: number, path: string): void {
  if (depth > MAX_METADATA_DEPTH) {
    throw new KeyOperationError(
      "METADATA_TOO_LARGE",
      `metadata is nested too deeply; ${MAX_METADATA_DEPTH} levels are allowed.`,
    );
  }
  if (value === null || typeof value === "boolean" || typeof value === "string") return;
  if (typeof value === "number" && Number.isFinite(value)) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) assertJson(item, depth + 1, `${path}[${index}]`);
    return;
  }
  if (!isPlainObject(value)) {
    throw new KeyOperationError("INVALID_METADATA_TYPE", `${path} is not a JSON value.`);
  }
  for (const [name, member] of Object.entries(value)) {
    // Legal JSON, but no two readers agree on it, and it is how prototypes get polluted.
    if (name === "__proto__") {
      throw new KeyOperationError("INVALID_METADATA_TYPE", `${path} may not have "__proto__".`);
    }
    assertJson(member, depth + 1, `${path}.${name}`);
  }
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
