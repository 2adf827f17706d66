import type { Problem } from "@latchkey/core";

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
