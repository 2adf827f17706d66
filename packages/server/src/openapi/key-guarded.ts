import { OUTCOME_CODES } from "@latchkey/core";
import { RETRY_AFTER, problem } from "./operation.ts";

const CHALLENGE = {
  "WWW-Authenticate": { description: "RFC 6750.", schema: { type: "string" } },
} as const;

const TITLES: Readonly<Record<number, string>> = {
  401: "No key was sent, or one that may not be used",
  403: "The key may not do this",
  429: "The key has exceeded a limit",
  503: "The key could not be checked just now",
};

/** How a route that is guarded by a key answers for the key that the request was made with. */
export function guardResponses() {
  const statuses = [...new Set(Object.values(OUTCOME_CODES).map(({ status }) => status))];
  return Object.fromEntries(
    statuses.map((status) => [status, problem(describe(status), headersOf(status))]),
  );
}

function describe(status: number): string {
  const codes = Object.entries(OUTCOME_CODES).flatMap(([code, it]) =>
    it.status === status ? code : [],
  );
  return `${TITLES[status] ?? "The key was refused"}: ${codes.join(", ")}.`;
}

function headersOf(status: number) {
  return status === 401 || status === 403 ? CHALLENGE : RETRY_AFTER;
}
