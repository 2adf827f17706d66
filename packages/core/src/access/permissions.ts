import { KeyOperationError } from "../code/operation-error.ts";
import { isPlainObject } from "../record/json.ts";

/**
 * What a key may do: actions by resource. `*` among the actions of a resource stands for all of them;
 * there is no wildcard for resources. An empty list, an absent resource and no permissions at all mean
 * nothing, never everything.
 */
export type Permissions = Readonly<Record<string, readonly string[]>>;

/** Stands for every action of its resource. */
export const ANY_ACTION = "*";

const MAX_RESOURCES = 100;
const MAX_ACTIONS = 100;
const WORD = /^[^\s:*\p{C}]{1,100}$/u;

/**
 * Permissions as they are stored: checked and copied, resources without actions dropped, actions once
 * each.
 *
 * @throws {KeyOperationError} `INVALID_PERMISSIONS`, with what is wrong.
 */
export function normalizePermissions(value: unknown): Permissions {
  if (!isPlainObject(value)) throw invalid("permissions must be an object of lists of actions.");
  const entries = Object.entries(value);
  if (entries.length > MAX_RESOURCES) throw invalid(`At most ${MAX_RESOURCES} resources.`);
  return Object.fromEntries(
    entries
      .map(([resource, actions]) => [wordOf(resource), actionsOf(resource, actions)] as const)
      .filter(([, actions]) => actions.length > 0),
  );
}

/**
 * Permissions out of `"action:resource"` strings, as metadata may carry them (`"read:analytics"`).
 *
 * @throws {KeyOperationError} `INVALID_PERMISSIONS` for what is no list of such strings.
 */
export function permissionsFromStrings(value: unknown): Permissions {
  if (!Array.isArray(value)) throw invalid('permissions must be a list like ["read:reports"].');
  const strings: readonly unknown[] = value;
  const found: Record<string, string[]> = Object.create(null);
  for (const text of strings) {
    const [action, resource, more] = typeof text === "string" ? text.split(":") : [];
    if (action === undefined || resource === undefined || more !== undefined) {
      throw invalid(`${JSON.stringify(text)} is not of the form "action:resource".`);
    }
    (found[resource] ??= []).push(action);
  }
  return normalizePermissions(found);
}

/** Whatever either grants. */
export function union(one: Permissions | null, other: Permissions | null): Permissions {
  const all: Record<string, readonly string[]> = Object.create(null);
  for (const [resource, actions] of [
    ...Object.entries(one ?? {}),
    ...Object.entries(other ?? {}),
  ]) {
    all[resource] = [...new Set([...(all[resource] ?? []), ...actions])];
  }
  return { ...all };
}

/** What both grant, and nothing else. */
export function intersection(one: Permissions, other: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(one)
      .map(([resource, actions]): [string, readonly string[]] => [
        resource,
        both(actions, Object.hasOwn(other, resource) ? (other[resource] ?? []) : []),
      ])
      .filter(([, actions]) => actions.length > 0),
  );
}

function both(one: readonly string[], other: readonly string[]): readonly string[] {
  if (one.includes(ANY_ACTION)) return other;
  return other.includes(ANY_ACTION) ? one : one.filter((action) => other.includes(action));
}

/** What of `wanted` is not among what is `held`; `null` if all of it is. */
export function missing(held: Permissions | null, wanted: Permissions): Permissions | null {
  const lacking = Object.entries(wanted)
    .map(([resource, actions]) => [resource, actions.filter((it) => !holds(held, resource, it))])
    .filter(([, actions]) => actions !== undefined && actions.length > 0);
  return lacking.length === 0 ? null : Object.fromEntries(lacking);
}

/** Permissions as text for people: `reports: read, write; files: *`. */
export function describePermissions(permissions: Permissions): string {
  return Object.entries(permissions)
    .map(([resource, actions]) => `${resource}: ${actions.join(", ")}`)
    .join("; ");
}

function holds(held: Permissions | null, resource: string, action: string): boolean {
  if (held === null || !Object.hasOwn(held, resource)) return false;
  const actions = held[resource] ?? [];
  return actions.includes(action) || actions.includes(ANY_ACTION);
}

function actionsOf(resource: string, value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw invalid(`permissions.${resource} must be a list of actions.`);
  const actions: readonly unknown[] = value;
  if (actions.length > MAX_ACTIONS) throw invalid(`At most ${MAX_ACTIONS} actions of a resource.`);
  return [...new Set(actions.map((action) => (action === ANY_ACTION ? action : wordOf(action))))];
}

function wordOf(value: unknown): string {
  if (typeof value === "string" && value !== "__proto__" && WORD.test(value)) return value;
  throw invalid(
    `${JSON.stringify(value)} cannot be a resource or an action: those are 1 to 100 characters without spaces, colons and asterisks.`,
  );
}

function invalid(message: string): KeyOperationError {
  return new KeyOperationError("INVALID_PERMISSIONS", message);
}
