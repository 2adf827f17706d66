import type { API_KEY_ERROR_CODES } from "@latchkey/better-auth";
import { OPERATION_CODES, type OperationCode, type RefusalCode } from "@latchkey/core";
import { type JsonSchema, referenceTo } from "./json-schema.ts";

type OtherCode = Exclude<keyof typeof API_KEY_ERROR_CODES, OperationCode | RefusalCode>;

/** The status of what the plugin refuses by itself, before the engine is asked. */
const OTHER_CODES = {
  USER_BANNED: 401,
  SERVER_ONLY_PROPERTY: 400,
  CREATE_NOT_ALLOWED: 403,
  MANAGE_NOT_ALLOWED: 403,
  SESSION_NOT_FRESH: 403,
  API_KEY_SESSION_FORBIDDEN: 403,
  CONFLICTING_API_KEYS: 400,
  ORGANIZATION_PLUGIN_REQUIRED: 500,
  ORGANIZATION_ID_REQUIRED: 400,
  ORGANIZATION_ID_NOT_ALLOWED: 400,
  USER_NOT_MEMBER_OF_ORGANIZATION: 403,
  INSUFFICIENT_API_KEY_PERMISSIONS: 403,
  ADMINISTRATOR_REQUIRED: 403,
  ALERT_NOT_FOUND: 404,
} as const satisfies Record<OtherCode, number>;

/** What is refused before any of ours is reached. */
const FOREIGN_CODES = { VALIDATION_ERROR: 400, UNAUTHORIZED: 401 } as const;

const TITLES = {
  400: "The request is not of the right form, or asks for what is not allowed",
  401: "Nobody is signed in",
  403: "Whoever is signed in may not do this",
  404: "There is no such thing among those that one may see",
  409: "It is not in a state for this, there are as many as there may be, or others are changing it",
  429: "Too many requests from this address",
  500: "The application's own code failed",
} as const;

/** Statuses with which Better Auth's routes refuse. */
export type RefusalStatus = keyof typeof TITLES;

/** Codes with this status, of ours. */
export function codesWith(status: RefusalStatus): string[] {
  const operations = Object.entries(OPERATION_CODES).map(
    ([code, it]) => [code, it.status] as const,
  );
  return [...Object.entries(FOREIGN_CODES), ...Object.entries(OTHER_CODES), ...operations]
    .filter(([, it]) => it === status)
    .map(([code]) => code);
}

/** How a response with this status is called in the document. */
function responseName(status: RefusalStatus): string {
  return `Refused${status}`;
}

export function refusalResponses(
  statuses: readonly RefusalStatus[],
): Record<string, { $ref: string }> {
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/${responseName(status)}` }]),
  );
}

/** `components.responses`, and the schema of their bodies. */
export function refusalComponents(): {
  responses: Record<string, JsonSchema>;
  schemas: Record<string, JsonSchema>;
} {
  const statuses = Object.keys(TITLES).map(Number).filter(isRefusalStatus);
  return {
    responses: Object.fromEntries(statuses.map((it) => [responseName(it), refusalResponse(it)])),
    schemas: { Refusal: REFUSAL },
  };
}

/** The shape in which Better Auth says what is wrong. */
const REFUSAL: JsonSchema = {
  type: "object",
  properties: {
    code: { type: "string" },
    message: { type: "string", description: "What is wrong, and what is allowed." },
  },
  required: ["message"],
};

function refusalResponse(status: RefusalStatus): JsonSchema {
  const codes = codesWith(status);
  const known = { properties: { code: { anyOf: [{ enum: codes }, { type: "string" }] } } };
  const schema =
    codes.length === 0 ? referenceTo("Refusal") : { allOf: [referenceTo("Refusal"), known] };
  return {
    description: `${TITLES[status]}. Nothing was changed.`,
    content: { "application/json": { schema } },
  };
}

function isRefusalStatus(status: number): status is RefusalStatus {
  return Object.hasOwn(TITLES, status);
}
