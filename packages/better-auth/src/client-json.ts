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
  "failingSince",
  "nextAttemptAt",
  "lastAttemptAt",
  "endedAt",
]);

/** Of an answer on usage. The `start` of a key is none. */
const USAGE_DATE_FIELDS: ReadonlySet<string> = new Set([
  "from",
  "to",
  "start",
  "firstSeenAt",
  "lastSeenAt",
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
  const { apiKeys, entries, keys, alerts, predecessor, busiest } = answer;
  if (Array.isArray(busiest)) return withOverviewDates(answer);
  if (Array.isArray(keys)) return withUsageDates(answer, keys);
  if (Array.isArray(apiKeys)) return { ...answer, apiKeys: apiKeys.map((each) => withDates(each)) };
  if (Array.isArray(entries)) return { ...answer, entries: entries.map((each) => withDates(each)) };
  for (const list of ["webhooks", "deliveries"]) {
    const each = list in answer ? answer[list] : undefined;
    if (Array.isArray(each)) return { ...answer, [list]: each.map((one) => withDates(one)) };
  }
  if (Array.isArray(alerts)) return { ...answer, alerts: alerts.map((each) => withDates(each)) };
  const key = withDates(answer);
  return predecessor === undefined ? key : { ...key, predecessor: withDates(predecessor) };
}

/** Every list of an overview is of keys. */
function withOverviewDates(answer: object): object {
  return Object.fromEntries(
    Object.entries(withDates(answer, USAGE_DATE_FIELDS)).map(([name, field]) => [
      name,
      Array.isArray(field) ? field.map((each) => withDates(each)) : field,
    ]),
  );
}

function withUsageDates(answer: object, keys: readonly unknown[]): object {
  const { addresses, ...usage } = withDates(answer, USAGE_DATE_FIELDS);
  return {
    ...usage,
    keys: keys.map((key) => {
      if (!isObject(key) || !Array.isArray(key["buckets"])) return key;
      return { ...key, buckets: key["buckets"].map((each) => withDates(each, USAGE_DATE_FIELDS)) };
    }),
    addresses: Array.isArray(addresses)
      ? addresses.map((each) => withDates(each, USAGE_DATE_FIELDS))
      : null,
  };
}

function withDates(
  value: unknown,
  dateFields: ReadonlySet<string> = DATE_FIELDS,
): Record<string, unknown> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      dateFields.has(name) && typeof field === "string" ? new Date(field) : field,
    ]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
