import {
  type Operation,
  type Paths,
  SIGNED_IN,
  TOO_LARGE,
  answerNamed,
  bodyNamed,
} from "./operation.ts";
import { type RefusalStatus, refusalResponses } from "./refusals.ts";
import { type AnswerName, type BodyName, type QueryName, parametersOf } from "./schemas.ts";

/** A route of the plugin, in what it differs by from the others. */
export interface KeyRoute {
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly answers: readonly [AnswerName, description: string];
  readonly refuses: readonly RefusalStatus[];
}

/** Every one of them can be refused so. */
const ALWAYS: readonly RefusalStatus[] = [400, 401, 403, 429];
const TAG = "API keys";

export function reading(query: QueryName, route: KeyRoute): { get: Operation } {
  return { get: { ...operation(route), parameters: parametersOf(query) } };
}

export function writing(body: BodyName, route: KeyRoute): { post: Operation } {
  const { responses, ...rest } = operation(route);
  return {
    post: { ...rest, requestBody: bodyNamed(body), responses: { ...responses, ...TOO_LARGE } },
  };
}

function operation({ id, tag, summary, answers, refuses }: KeyRoute): Operation {
  return {
    operationId: id,
    tags: [tag],
    summary,
    security: SIGNED_IN,
    responses: { 200: answerNamed(...answers), ...refusalResponses([...ALWAYS, ...refuses]) },
  };
}

/** What people do with their own keys and their organizations'. */
export const apiKeyPaths: Paths = {
  "/api/auth/api-key/create": writing("CreateApiKey", {
    id: "createApiKey",
    tag: TAG,
    summary: "Create a key",
    answers: ["CreatedApiKey", "The key: this is the only time that it is seen."],
    refuses: [409, 500],
  }),
  "/api/auth/api-key/get": reading("get", {
    id: "getApiKey",
    tag: TAG,
    summary: "Look at a key",
    answers: ["ApiKey", "All that is known of it but the key itself."],
    refuses: [404],
  }),
  "/api/auth/api-key/list": reading("list", {
    id: "listApiKeys",
    tag: TAG,
    summary: "List keys, newest first unless asked otherwise",
    answers: ["ApiKeyPage", "A page of them, and how many there are."],
    refuses: [],
  }),
  "/api/auth/api-key/usage": reading("usage", {
    id: "getApiKeyUsage",
    tag: TAG,
    summary: "How often keys were used, by outcome and minute, hour or day",
    answers: ["ApiKeyUsage", "What was counted. Buckets in which there was nothing are left out."],
    refuses: [404],
  }),
  "/api/auth/api-key/policy": reading("policy", {
    id: "getApiKeyPolicy",
    tag: TAG,
    summary: "What keys one may create",
    answers: ["ApiKeyPolicy", "Bounds and choices. Durations are in seconds."],
    refuses: [],
  }),
  "/api/auth/api-key/update": writing("UpdateApiKey", {
    id: "updateApiKey",
    tag: TAG,
    summary: "Change a key; what is left out stays",
    answers: ["ApiKey", "The key as it is now."],
    refuses: [404, 409],
  }),
  "/api/auth/api-key/rotate": writing("RotateApiKey", {
    id: "rotateApiKey",
    tag: TAG,
    summary: "Replace a key by a new one; the old one works for a while yet",
    answers: ["RotatedApiKey", "The new key: this is the only time that it is seen."],
    refuses: [404, 409, 500],
  }),
  "/api/auth/api-key/revoke": writing("RevokeApiKey", {
    id: "revokeApiKey",
    tag: TAG,
    summary: "End a key for good; the record stays",
    answers: ["ApiKey", "The key as it is now."],
    refuses: [404, 409],
  }),
  "/api/auth/api-key/delete": writing("DeleteApiKey", {
    id: "deleteApiKey",
    tag: TAG,
    summary: "Remove a key and its record",
    answers: ["DeletedApiKey", "It is gone."],
    refuses: [404, 409],
  }),
};
