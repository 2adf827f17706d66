/** Why an operation on a key was refused, with the HTTP status that says so. */
export const OPERATION_CODES = {
  KEY_NOT_FOUND: { status: 404, message: "API Key not found" },
  KEY_REVOKED: { status: 409, message: "A revoked API key cannot be changed" },
  NO_VALUES_TO_UPDATE: { status: 400, message: "No values to update" },
  INVALID_NAME_LENGTH: { status: 400, message: "The name is too long or empty" },
  NAME_REQUIRED: { status: 400, message: "API keys must have a name" },
  INVALID_NAME: { status: 400, message: "The name holds characters that are not allowed" },
  INVALID_PREFIX_LENGTH: { status: 400, message: "The prefix is too long" },
  INVALID_PREFIX: { status: 400, message: "The prefix holds characters that are not allowed" },
  INVALID_METADATA_TYPE: { status: 400, message: "metadata must be a JSON object" },
  METADATA_DISABLED: { status: 400, message: "These API keys have no metadata; leave it out" },
  METADATA_TOO_LARGE: { status: 400, message: "metadata is too large" },
  EXPIRES_IN_IS_TOO_SMALL: { status: 400, message: "expiresIn is too small" },
  EXPIRES_IN_IS_TOO_LARGE: { status: 400, message: "expiresIn is too large" },
  EXPIRATION_REQUIRED: { status: 400, message: "The key must expire" },
  KEY_DISABLED_EXPIRATION: {
    status: 400,
    message: "The expiry cannot be chosen; leave expiresIn out",
  },
  INVALID_ENVIRONMENT: { status: 400, message: "There is no such environment" },
  INVALID_OVERLAP: { status: 400, message: "The overlap is too long" },
  KEY_NOT_ACTIVE: { status: 409, message: "Only an active API key can be rotated" },
  KEY_BUSY: { status: 409, message: "This API key is being changed by others; try again" },
  KEY_REPLACED: { status: 409, message: "This API key has been replaced by another" },
  INVALID_CONFIG_ID: { status: 400, message: "There is no such configuration" },
  INVALID_PERMISSIONS: { status: 400, message: "The permissions are not of the right form" },
  PERMISSIONS_NOT_GRANTABLE: { status: 403, message: "These permissions may not be granted" },
  INVALID_ADDRESSES: { status: 400, message: "allowedAddresses holds what is no IP range" },
  INVALID_RATE_LIMIT: { status: 400, message: "metadata.rateLimit is not allowed" },
  KEY_LIMIT_REACHED: { status: 409, message: "There are as many API keys as there may be" },
  INVALID_HASH: { status: 400, message: "The hash is not of the format that is named" },
  INVALID_START: { status: 400, message: "The start cannot be that of the key" },
  INVALID_DATE: { status: 400, message: "A date is not allowed" },
  INVALID_QUOTA: { status: 400, message: "A quota or a limit is not allowed" },
  OWNER_NOT_FOUND: { status: 404, message: "There is no such owner" },
  INVALID_USAGE_PERIOD: { status: 400, message: "Usage of this period cannot be asked for" },
  TOO_MANY_KEYS: { status: 400, message: "Too many API keys; name those that are meant" },
  SEARCH_TOO_BROAD: { status: 400, message: "Too many API keys begin so; give more characters" },
  KEY_GENERATOR_FAILED: {
    status: 500,
    message: "The application's key generator made no key that can be used",
  },
  PREFIX_NOT_ALLOWED: { status: 400, message: "The prefix is not one of those allowed" },
  WEBHOOK_NOT_FOUND: { status: 404, message: "Webhook not found" },
  WEBHOOK_LIMIT_REACHED: { status: 409, message: "There are as many webhooks as there may be" },
  WEBHOOK_DISABLED: { status: 409, message: "The webhook is off; switch it on first" },
  WEBHOOK_BUSY: { status: 409, message: "This webhook is being changed by others; try again" },
  INVALID_WEBHOOK_URL: { status: 400, message: "Events may not be sent to this url" },
  INVALID_WEBHOOK_TYPES: { status: 400, message: "types holds what is no type of event" },
  INVALID_WEBHOOK_DESCRIPTION: { status: 400, message: "The description is too long" },
  DELIVERY_NOT_FOUND: { status: 404, message: "Delivery not found" },
  DELIVERY_UNDER_WAY: { status: 409, message: "The delivery is being sent; try again in a minute" },
} as const satisfies Record<string, { status: number; message: string }>;

export type OperationCode = keyof typeof OPERATION_CODES;

/** An operation that was refused and changed nothing. The message says what was wrong and what is allowed. */
export class KeyOperationError extends Error {
  override readonly name = "KeyOperationError";
  readonly code: OperationCode;

  constructor(code: OperationCode, message: string = OPERATION_CODES[code].message) {
    super(message);
    this.code = code;
  }
}
