export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** Any JSON object (RFC 8259): what a key's metadata may be. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** Whether a value is an object as JSON has them: no array, no instance of a class. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
