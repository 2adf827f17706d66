/** Actions by resource; `*` among them is all that there are. */
export type Permissions = Readonly<Record<string, readonly string[]>>;

export const ANY_ACTION = "*";

/** What of `permissions` may be granted. */
export function grantableOf(permissions: Permissions, grantable: Permissions): Permissions {
  return withoutEmpty(
    Object.entries(permissions).map(([resource, actions]) => [
      resource,
      actions.filter((action) =>
        [action, ANY_ACTION].some((it) => isGranted(grantable, resource, it)),
      ),
    ]),
  );
}

export function isGranted(permissions: Permissions, resource: string, action: string): boolean {
  return actionsOf(permissions, resource).includes(action);
}

/** With the action, or without it where it was there. All actions and some of them exclude each other. */
export function toggled(permissions: Permissions, resource: string, action: string): Permissions {
  const actions = actionsOf(permissions, resource);
  const others = actions.filter((other) => other !== action && other !== ANY_ACTION);
  const added = action === ANY_ACTION ? [ANY_ACTION] : [...others, action];
  return withoutEmpty([
    ...Object.entries(permissions).filter(([other]) => other !== resource),
    [resource, actions.includes(action) ? others : added],
  ]);
}

/** Whatever either has. A key may hold what whoever looks at it may not give, and could only take away. */
export function either(one: Permissions, other: Permissions): Permissions {
  const resources = new Set([...Object.keys(one), ...Object.keys(other)]);
  return withoutEmpty(
    [...resources].map((resource) => [
      resource,
      [...new Set([...actionsOf(one, resource), ...actionsOf(other, resource)])],
    ]),
  );
}

/** Whether both are the same, in whatever order. */
export function isSamePermissions(one: Permissions, other: Permissions): boolean {
  return sorted(one) === sorted(other);
}

function sorted(permissions: Permissions): string {
  const granted = Object.entries(permissions).flatMap(([resource, actions]) =>
    actions.map((action) => JSON.stringify([resource, action])),
  );
  return [...new Set(granted)].toSorted().join();
}

/** A resource may be called like a member of every object. */
function actionsOf(permissions: Permissions, resource: string): readonly string[] {
  return (Object.hasOwn(permissions, resource) && permissions[resource]) || [];
}

function withoutEmpty(entries: readonly (readonly [string, readonly string[]])[]): Permissions {
  return Object.fromEntries(entries.filter(([, actions]) => actions.length > 0));
}
