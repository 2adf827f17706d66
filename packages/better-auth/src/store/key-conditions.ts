import type {
  AllKeysQuery,
  EndedQuery,
  ExpiredQuery,
  ForeignMarks,
  KeyGuard,
  KeyQuery,
  KeyTenant,
  UnreplacedQuery,
} from "@latchkey/core";
import type { Where } from "better-auth";

/** The conditions under which an operation may touch a record. All must hold. */
export function guardConditions(id: string, guard: KeyGuard): Where[] {
  const conditions: Where[] = [equal("id", id)];
  if (guard.configId !== undefined) conditions.push(equal("configId", guard.configId));
  if (guard.referenceId !== undefined) conditions.push(equal("referenceId", guard.referenceId));
  if (guard.hash !== undefined) conditions.push(equal("key", guard.hash));
  if (guard.revokedAt !== undefined) conditions.push(equal("revokedAt", guard.revokedAt));
  if (guard.enabled !== undefined) conditions.push(equal("enabled", guard.enabled));
  if (guard.replacedById !== undefined) {
    conditions.push(equal("replacedById", guard.replacedById));
  }
  if (guard.expiresAt !== undefined) conditions.push(equal("expiresAt", guard.expiresAt));
  if (guard.updatedAt !== undefined) conditions.push(equal("updatedAt", guard.updatedAt));
  if (guard.auditPending !== undefined) {
    conditions.push(equal("auditPending", guard.auditPending));
  }
  if (guard.remaining !== undefined) conditions.push(equal("remaining", guard.remaining));
  if (guard.lastRefillAt !== undefined) conditions.push(equal("lastRefillAt", guard.lastRefillAt));
  return conditions;
}

/**
 * The conditions of a listing, the search aside.
 *
 * Adapters differ in how they read a list with `OR` in it: most put all `OR`s into one group beside
 * the `AND`s, some fold from left to right. With the `OR`s in front both mean the same. Behind the
 * tenant, the second kind would list everybody's keys.
 */
export function queryConditions(query: KeyQuery): Where[] {
  const { createdById, environment } = query;
  const tenant = ownConditions(query);
  if (createdById !== undefined) tenant.push(equal("createdById", createdById));
  if (environment !== undefined) tenant.push(equal("environment", environment));
  return conditionsAmong(tenant, query);
}

/** Those of these keys that are the owner's. */
export function idConditions(ids: string[], query: KeyQuery): Where[] {
  return [...ownConditions(query), { field: "id", operator: "in", value: ids }];
}

/** As `queryConditions`, of all owners. `startsWith` is for the database a first sieve only. */
export function allKeysConditions(query: AllKeysQuery): Where[] {
  const { configId, referenceId, createdById, start, startsWith, expiresUntil } = query;
  const wanted = Object.entries({ configId, referenceId, createdById, start });
  const conditions = wanted.flatMap(([field, value]) =>
    value === undefined ? [] : [equal(field, value)],
  );
  if (startsWith !== undefined) {
    conditions.push({ field: "start", operator: "starts_with", value: startsWith });
  }
  if (expiresUntil !== undefined) {
    conditions.push(
      // An adapter in JavaScript finds null to be less than any moment.
      { field: "expiresAt", operator: "ne", value: null },
      { field: "expiresAt", operator: "lte", value: expiresUntil },
    );
  }
  if (query.isUnused !== undefined) conditions.push(equal("lastRequest", null));
  return conditionsAmong(conditions, query);
}

function conditionsAmong(
  tenant: Where[],
  { status, now }: Pick<KeyQuery, "status" | "now">,
): Where[] {
  const notRevoked = equal("revokedAt", null);
  const notExpired = notExpiredConditions(now);
  if (status === undefined) return tenant;
  switch (status) {
    case "revoked":
      return [...tenant, { field: "revokedAt", operator: "ne", value: null }];
    case "expired":
      return [
        ...tenant,
        notRevoked,
        // SQL compares nothing with null; an adapter in JavaScript finds null to be less than now.
        { field: "expiresAt", operator: "ne", value: null },
        { field: "expiresAt", operator: "lte", value: now },
      ];
    case "live":
      return [...notExpired, ...tenant, notRevoked];
    case "active":
      return [...notExpired, ...tenant, notRevoked, equal("enabled", true)];
    case "disabled":
      return [...notExpired, ...tenant, notRevoked, equal("enabled", false)];
  }
}

/** The conditions of a count of live keys that were not replaced, in the order that all adapters agree on. */
export function liveConditions({ now, ...tenant }: KeyTenant & { readonly now: Date }): Where[] {
  return [
    ...notExpiredConditions(now),
    ...tenantConditions(tenant),
    equal("revokedAt", null),
    equal("replacedById", null),
  ];
}

/** The conditions of what expires in a period. */
export function expiredConditions({
  after,
  until,
}: Pick<ExpiredQuery, "after" | "until">): Where[] {
  return [
    // An adapter in JavaScript finds null to be less than any moment.
    { field: "expiresAt", operator: "ne", value: null },
    { field: "expiresAt", operator: "gt", value: after },
    { field: "expiresAt", operator: "lte", value: until },
    equal("revokedAt", null),
  ];
}

/** The conditions of keys of an environment that are still to be replaced. */
export function unreplacedConditions(query: Omit<UnreplacedQuery, "limit">): Where[] {
  const { configId, environment, after, until } = query;
  return [
    equal("environment", environment),
    { field: "createdAt", operator: "gt", value: after },
    { field: "createdAt", operator: "lte", value: until },
    equal("configId", configId),
    equal("revokedAt", null),
    equal("replacedById", null),
  ];
}

/** One owner's, under the configuration or any of the configurations that are meant. */
function ownConditions({ configId, referenceId }: KeyQuery): Where[] {
  const configIds = [configId].flat();
  const [only, another] = configIds;
  if (only !== undefined && another === undefined) {
    return tenantConditions({ configId: only, referenceId });
  }
  const among: Where = { field: "configId", operator: "in", value: configIds };
  return [among, equal("referenceId", referenceId)];
}

function tenantConditions({ configId, referenceId }: KeyTenant): Where[] {
  return [equal("configId", configId), equal("referenceId", referenceId)];
}

function notExpiredConditions(now: Date): Where[] {
  return [
    { field: "expiresAt", operator: "eq", value: null, connector: "OR" },
    { field: "expiresAt", operator: "gt", value: now, connector: "OR" },
  ];
}

/** The conditions of records that were not made here. One must hold. */
export const FOREIGN: readonly Where[] = [
  { field: "format", operator: "eq", value: null, connector: "OR" },
  { field: "format", operator: "eq", value: "imported", connector: "OR" },
];

/** The conditions of records with one of these marks. One must hold; with no marks there are no conditions. */
export function markConditions({ hashes, lookups, origins }: ForeignMarks): Where[] {
  const columns: [field: string, values: readonly string[]][] = [
    ["key", hashes],
    ["lookup", lookups],
    ["origin", origins],
  ];
  return columns
    .filter(([, values]) => values.length > 0)
    .map(([field, values]) => ({ field, operator: "in", value: [...values], connector: "OR" }));
}

/** The conditions of records that have ended. All must hold. */
export function endedConditions({ ending, before }: Omit<EndedQuery, "limit">): Where[] {
  const [field, others] =
    ending === "revoked" ? ["revokedAt", []] : ["expiresAt", [equal("revokedAt", null)]];
  return [
    ...others,
    // SQL compares nothing with null; an adapter in JavaScript finds null to be less than any moment.
    { field, operator: "ne", value: null },
    { field, operator: "lte", value: before },
  ];
}

function equal(field: string, value: string | number | boolean | Date | null): Where {
  return { field, operator: "eq", value };
}
