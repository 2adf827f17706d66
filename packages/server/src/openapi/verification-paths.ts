import { referenceTo } from "./json-schema.ts";
import { guardResponses } from "./key-guarded.ts";
import {
  ANYBODY,
  BY_KEY,
  type Paths,
  TOO_LARGE,
  answer,
  answerNamed,
  jsonBody,
  problem,
  RATE_LIMIT,
} from "./operation.ts";

const TAG = "Verification";

const KEY = "YOUR_KEY";

const REQUESTS = {
  one: { value: { key: KEY, permissions: { reports: ["read"] }, address: "203.0.113.7" } },
  batch: { value: { keys: [{ key: KEY }, { key: "ANOTHER_KEY", cost: 5 }] } },
};

const VERDICTS = {
  valid: {
    value: {
      valid: true,
      code: "valid",
      owner: { kind: "user", id: "u1", name: "Ada", email: "ada@example.com" },
      apiKey: {
        id: "k1",
        name: "Payments",
        start: "lk_live_ABCDEFGH",
        environment: "production",
        metadata: null,
        permissions: { reports: ["read"] },
        expiresAt: "2030-01-01T00:00:00.000Z",
      },
      limits: [{ name: "default", max: 100, window: 60_000, remaining: 99, resetAfter: 63_750 }],
      remaining: null,
    },
  },
  forbidden: {
    value: {
      valid: false,
      code: "API_KEY_FORBIDDEN",
      message: "This API key may not do that",
      missing: { reports: ["write"] },
    },
  },
};

/** What services ask about keys that are presented to them. */
export const verificationPaths: Paths = {
  "/api/keys/verify": {
    post: {
      operationId: "verifyKeys",
      tags: [TAG],
      summary: "Verify a key, or up to 100 in order",
      description:
        "For services, by a key with the permission verify of keys. The status answers for that key; the keys in the body have their verdicts in the answer, API_KEY_UNAVAILABLE included. A body that is not of the right form counts nothing.",
      security: BY_KEY,
      requestBody: jsonBody(
        { anyOf: [referenceTo("VerifyKey"), referenceTo("VerifyKeys")] },
        REQUESTS,
      ),
      responses: {
        200: answer(
          "The verdict; of a batch, all of them in its order.",
          { anyOf: [referenceTo("Verdict"), referenceTo("Verdicts")] },
          VERDICTS,
        ),
        400: problem("The body, or how the key was sent, is not of the right form."),
        ...guardResponses(),
        ...TOO_LARGE,
      },
    },
  },
  "/api/whoami": {
    get: {
      operationId: "whoami",
      tags: [TAG],
      summary: "Whose key this is",
      security: BY_KEY,
      responses: {
        200: {
          ...answerNamed("Whoami", "The owner, and what is attached to the key."),
          headers: RATE_LIMIT,
        },
        400: problem("The key was sent in the URL, or two different ones were."),
        ...guardResponses(),
      },
    },
  },
  "/api/openapi.json": {
    get: {
      operationId: "openApi",
      tags: [TAG],
      summary: "This document",
      security: ANYBODY,
      responses: { 200: answer("OpenAPI 3.1.", { type: "object" }) },
    },
  },
};
