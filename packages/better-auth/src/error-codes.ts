import { OPERATION_CODES, OUTCOME_CODES } from "@latchkey/core/codes";

export interface ApiKeyErrorCode<Code extends string> {
  readonly code: Code;
  readonly message: string;
}

export const USER_BANNED = { code: "USER_BANNED", message: "User is banned" } as const;

/** Of `userId`; of other fields the message says which. */
export const SERVER_ONLY_PROPERTY = {
  code: "SERVER_ONLY_PROPERTY",
  message: "userId can only be set by the server's own code, not by a request",
} as const;

export const CREATE_NOT_ALLOWED = {
  code: "CREATE_NOT_ALLOWED",
  message: "You may not create API keys",
} as const;

export const MANAGE_NOT_ALLOWED = {
  code: "MANAGE_NOT_ALLOWED",
  message: "You may not change API keys",
} as const;

export const SESSION_NOT_FRESH = {
  code: "SESSION_NOT_FRESH",
  message: "You signed in too long ago for this; sign in again",
} as const;

export const API_KEY_SESSION_FORBIDDEN = {
  code: "API_KEY_SESSION_FORBIDDEN",
  message: "A session made from an API key may not do this",
} as const;

export const CONFLICTING_API_KEYS = {
  code: "CONFLICTING_API_KEYS",
  message: "Two different API keys were sent; send one",
} as const;

export const ORGANIZATION_PLUGIN_REQUIRED = {
  code: "ORGANIZATION_PLUGIN_REQUIRED",
  message: "Keys of organizations (organizationId) need Better Auth's organization plugin",
} as const;

export const ORGANIZATION_ID_REQUIRED = {
  code: "ORGANIZATION_ID_REQUIRED",
  message: "organizationId is required: keys of this configuration belong to organizations",
} as const;

export const ORGANIZATION_ID_NOT_ALLOWED = {
  code: "ORGANIZATION_ID_NOT_ALLOWED",
  message: "organizationId must be left out: keys of this configuration belong to users",
} as const;

export const USER_NOT_MEMBER_OF_ORGANIZATION = {
  code: "USER_NOT_MEMBER_OF_ORGANIZATION",
  message: "You are not a member of this organization",
} as const;

export const INSUFFICIENT_API_KEY_PERMISSIONS = {
  code: "INSUFFICIENT_API_KEY_PERMISSIONS",
  message: "Your role in this organization does not allow this with API keys",
} as const;

export const ADMINISTRATOR_REQUIRED = {
  code: "ADMINISTRATOR_REQUIRED",
  message: "Only administrators may do this, in a session of their own",
} as const;

/** Also for an alert about somebody else's key. */
export const ALERT_NOT_FOUND = {
  code: "ALERT_NOT_FOUND",
  message: "There is no such alert",
} as const;

/** Every code that the plugin answers with, in the shape that Better Auth gives them. */
export const API_KEY_ERROR_CODES = {
  ...named(OUTCOME_CODES),
  ...named(OPERATION_CODES),
  USER_BANNED,
  SERVER_ONLY_PROPERTY,
  CREATE_NOT_ALLOWED,
  MANAGE_NOT_ALLOWED,
  SESSION_NOT_FRESH,
  API_KEY_SESSION_FORBIDDEN,
  CONFLICTING_API_KEYS,
  ORGANIZATION_PLUGIN_REQUIRED,
  ORGANIZATION_ID_REQUIRED,
  ORGANIZATION_ID_NOT_ALLOWED,
  USER_NOT_MEMBER_OF_ORGANIZATION,
  INSUFFICIENT_API_KEY_PERMISSIONS,
  ADMINISTRATOR_REQUIRED,
  ALERT_NOT_FOUND,
};

function named<Code extends string>(
  table: Readonly<Record<Code, { message: string }>>,
): { [C in Code]: ApiKeyErrorCode<C> } {
  const entries = Object.entries<{ message: string }>(table);
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets which names it was given
  return Object.fromEntries(entries.map(([code, { message }]) => [code, { code, message }])) as {
    [C in Code]: ApiKeyErrorCode<C>;
  };
}
