import type { BetterAuthClientPlugin } from "better-auth";

type FetchPlugin = NonNullable<BetterAuthClientPlugin["fetchPlugins"]>[number];

const DATE_FIELDS: ReadonlySet<string> = new Set([
  "at",
  "expiresAt",
  "rotateAt",
  "revokedAt",
  "lastRequest",
  "lastRefillAt",
  "createdAt",
  "updatedAt",
  "raisedAt",
  "lastSeenAt",
  "acknowledgedAt",
  "resolvedAt",
  "sentAt",
]);

/**
 * Reads the plugin's answers: the dates of a key, an audit entry or an alert as `Date`, and metadata as it was stored. Better
 * Auth's own parser makes a `Date` of every string that looks like one, metadata included.
 */
export const apiKeyJson: FetchPlugin = {
  id: "api-key-json",
  name: "API key JSON",
  init: async (url, options) => ({
    url,
    options: { ...options, ...(url.includes("/api-key/") && { jsonParser: parseApiKeys }) },
  }),
};

function parseApiKeys(text: string): unknown {
  const answer: unknown = text === "" ? null : JSON.parse(text);
  if (!isObject(answer)) return answer;
  const { apiKeys, entries, alerts, predecessor } = answer;
  if (Array.isArray(apiKeys)) return { ...answer, apiKeys: apiKeys.map(withDates) };
  if (Array.isArray(entries)) return { ...answer, entries: entries.map(withDates) };
  if (Array.isArray(alerts)) return { ...answer, alerts: alerts.map(withDates) };
  const key = withDates(answer);
  return predecessor === undefined ? key : { ...key, predecessor: withDates(predecessor) };
}

function withDates(value: unknown): object {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      DATE_FIELDS.has(name) && typeof field === "string" ? new Date(field) : field,
    ]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
