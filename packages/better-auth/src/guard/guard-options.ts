import {
  type LimitRule,
  type Permissions,
  assertLimits,
  normalizePermissions,
  permissionsFromStrings,
} from "@latchkey/core";

/** What a route asks of the key of a request. */
export interface GuardOptions {
  /** All of these it must have: `{ files: ["read"] }`, or `["read:files"]`. None by default. */
  readonly permissions?: Permissions | readonly string[] | undefined;
  /** What a request takes from quota and limits: a whole number, 1 by default. */
  readonly cost?: number | undefined;
  /** Limits of the route, counted for each key by name, beside those that the key has. None by default. */
  readonly limit?: LimitRule | readonly LimitRule[] | undefined;
  /** The key must be under this configuration. Any will do by default. */
  readonly configId?: string | undefined;
  /** Whose keys will do: users', by default, so that `user` is there. */
  readonly references?: "user" | "organization" | "any" | undefined;
}

/** The same for every request: made once, where the route is. */
export interface RouteRules {
  readonly permissions: Permissions | undefined;
  readonly cost: number | undefined;
  readonly limits: readonly LimitRule[] | undefined;
  readonly configId: string | undefined;
  readonly references: "user" | "organization" | "any";
}

/**
 * @throws {KeyOperationError} `INVALID_PERMISSIONS`.
 * @throws {RangeError} for a cost or limits that are none, and a resource without actions.
 */
export function routeRules({
  permissions,
  limit,
  cost,
  configId,
  references = "user",
}: GuardOptions): RouteRules {
  if (cost !== undefined && !(Number.isSafeInteger(cost) && cost >= 0)) {
    throw new RangeError(`The cost of a route is ${cost}; it must be a whole number, 0 or more.`);
  }
  const limits = limit === undefined ? undefined : listOf(limit);
  if (limits !== undefined) assertLimits(limits);
  return { permissions: permissionsOf(permissions), cost, limits, configId, references };
}

function listOf(limit: LimitRule | readonly LimitRule[]): readonly LimitRule[] {
  return "name" in limit ? [limit] : limit;
}

function permissionsOf(given: GuardOptions["permissions"]): Permissions | undefined {
  if (given === undefined) return undefined;
  if (isStrings(given)) return permissionsFromStrings(given);
  for (const [resource, actions] of Object.entries(given)) {
    // It would ask for nothing, and let every key through.
    if (actions.length === 0) throw new RangeError(`A guard asks for no action on ${resource}.`);
  }
  return normalizePermissions(given);
}

function isStrings(given: Permissions | readonly string[]): given is readonly string[] {
  return Array.isArray(given);
}
