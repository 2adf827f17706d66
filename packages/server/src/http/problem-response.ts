import { OUTCOME_CODES, type Problem } from "@latchkey/core";
import * as z from "zod";

/** Problem details (RFC 9457), as every route answers them that is not Better Auth's. */
export const problemAnswer = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().describe("What is wrong, and what is allowed."),
  code: z
    .enum(Object.keys(OUTCOME_CODES))
    .describe("Why the key that the request was made with was refused.")
    .optional(),
  missing: z
    .record(z.string(), z.array(z.string()))
    .describe("The permissions that the key lacks.")
    .optional(),
  limit: z
    .strictObject({
      name: z.string(),
      max: z.int().min(0),
      window: z.number().describe("Milliseconds."),
    })
    .describe("The limit that was reached.")
    .optional(),
  retryAfter: z.int().min(0).describe("Seconds, as in the header of that name.").optional(),
});

/** A problem (RFC 9457) as an HTTP answer. */
export function problemResponse({ status, headers, body }: Problem): Response {
  return Response.json(body, { status, headers });
}

/** The answer where the HTTP layer itself has something to say. */
export function plainProblem(status: number, title: string, detail: string): Response {
  return problemResponse({
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
    body: { type: "about:blank", title, status, detail },
  });
}
