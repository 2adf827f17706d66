import type { RequestFailure } from "../../request/failure.ts";

/** A field of the forms in which keys are made and changed. */
export type KeyField = "name" | "expiry" | "permissions" | "metadata" | "addresses";

/** Codes of refusals that are about one field. */
const FIELDS: Readonly<Record<string, KeyField>> = {
  NAME_REQUIRED: "name",
  INVALID_NAME: "name",
  INVALID_NAME_LENGTH: "name",
  EXPIRES_IN_IS_TOO_SMALL: "expiry",
  EXPIRES_IN_IS_TOO_LARGE: "expiry",
  EXPIRATION_REQUIRED: "expiry",
  KEY_DISABLED_EXPIRATION: "expiry",
  INVALID_PERMISSIONS: "permissions",
  PERMISSIONS_NOT_GRANTABLE: "permissions",
  INVALID_METADATA_TYPE: "metadata",
  METADATA_DISABLED: "metadata",
  METADATA_TOO_LARGE: "metadata",
  INVALID_RATE_LIMIT: "metadata",
  INVALID_ADDRESSES: "addresses",
};

/** Which field the server refused; `null`: none, or one that the form does not have. */
export function refusedField(
  failure: RequestFailure | null,
  offered: ReadonlySet<KeyField>,
): KeyField | null {
  if (failure === null || failure.code === null) return null;
  const field = Object.hasOwn(FIELDS, failure.code) ? FIELDS[failure.code] : undefined;
  return field !== undefined && offered.has(field) ? field : null;
}
