export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** Any JSON object (RFC 8259): what a key's metadata may be. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}
