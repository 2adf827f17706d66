import { type JsonSchema, referenceTo } from "./json-schema.ts";
import type { AnswerName, BodyName } from "./schemas.ts";

/** What one method of one path does, in OpenAPI's terms. */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly object[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
}

/** Operations by path and, in lower case, method. */
export type Paths = Readonly<Record<string, Readonly<Partial<Record<"get" | "post", Operation>>>>>;

/** Anybody may call it. */
export const ANYBODY: Operation["security"] = [];
/** Somebody who has signed in. */
export const SIGNED_IN: Operation["security"] = [{ session: [] }];
/** By a key, in either header. */
export const BY_KEY: Operation["security"] = [{ apiKeyHeader: [] }, { bearer: [] }];

export const SECURITY_SCHEMES = {
  session: {
    type: "apiKey",
    in: "cookie",
    name: "better-auth.session_token",
    description: "The cookie of a session; over https its name begins with __Secure-.",
  },
  apiKeyHeader: { type: "apiKey", in: "header", name: "x-api-key" },
  bearer: { type: "http", scheme: "bearer" },
} as const;

export function jsonBody(schema: JsonSchema, examples?: Record<string, { value: unknown }>) {
  return {
    required: true,
    content: { "application/json": { schema, ...(examples !== undefined && { examples }) } },
  };
}

export function bodyNamed(name: BodyName) {
  return jsonBody(referenceTo(name));
}

export function answer(
  description: string,
  schema: JsonSchema,
  examples?: Record<string, { value: unknown }>,
) {
  return {
    description,
    content: { "application/json": { schema, ...(examples !== undefined && { examples }) } },
  };
}

export function answerNamed(name: AnswerName, description: string) {
  return answer(description, referenceTo(name));
}

/** Problem details (RFC 9457). */
export function problem(description: string, headers?: object) {
  return {
    description,
    ...(headers !== undefined && { headers }),
    content: { "application/problem+json": { schema: referenceTo("Problem") } },
  };
}

export const RETRY_AFTER = {
  "Retry-After": {
    description: "Seconds after which another try may fare better.",
    schema: { type: "integer", minimum: 0 },
  },
} as const;

/** What is left of limits, as guarded routes say it. */
export const RATE_LIMIT = {
  "RateLimit-Policy": {
    description: 'draft-ietf-httpapi-ratelimit-headers-10: `"default";q=100;w=60`.',
    schema: { type: "string" },
  },
  RateLimit: {
    description: 'What is left, and in how many seconds there is more: `"default";r=50;t=30`.',
    schema: { type: "string" },
  },
} as const;

export const TOO_LARGE = { 413: problem("A request may hold 64 KB at most.") } as const;
