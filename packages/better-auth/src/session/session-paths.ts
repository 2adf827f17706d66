import { type Permissions, missing, union } from "@latchkey/core";
import type { Configuration } from "../configuration.ts";
import type { KeySessionOptions } from "./key-session-options.ts";

/**
 * Routes that a key opens by permissions of its own, under resources that are kept for this. What is
 * not here, Better Auth's routes for passwords, addresses and deletion among it, no key opens.
 */
const GRANTED: Readonly<Record<string, Permissions>> = {
  "/list-sessions": { sessions: ["read"] },
  "/list-accounts": { account: ["read"] },
  "/update-user": { account: ["update"] },
  "/api-key/create": { apiKey: ["create"] },
  "/api-key/list": { apiKey: ["read"] },
  "/api-key/get": { apiKey: ["read"] },
  "/api-key/policy": { apiKey: ["read"] },
  "/api-key/update": { apiKey: ["update"] },
  "/api-key/revoke": { apiKey: ["delete"] },
  "/api-key/delete": { apiKey: ["delete"] },
};

/** @throws {RangeError} for a path that no route of Better Auth has. */
export function assertAllowedPaths({ enableSessionForAPIKeys: enabled }: KeySessionOptions): void {
  if (typeof enabled !== "object") return;
  for (const allowed of enabled.allowedPaths) {
    const path = typeof allowed === "string" ? allowed : allowed.path;
    if (/^\/[^?#\s]*$/.test(path)) continue;
    throw new RangeError(
      `apiKey(): allowedPaths has ${JSON.stringify(path)}; a path begins with / and has no query.`,
    );
  }
}

/** Where a session of a key is asked for as such: a refused key is told so there. */
export const SESSION_PATH = "/get-session";

/** What a key must be allowed to make a session on this route: `null` if nothing can. */
export function neededFor(path: string, { options }: Configuration): Permissions | null {
  if (path === SESSION_PATH) return {};
  const granted = GRANTED[path];
  const named = namedPath(path, options.enableSessionForAPIKeys);
  // What is kept for a permission is not opened without it by being named.
  if (granted !== undefined) return named === null ? granted : union(granted, named);
  return named;
}

/** Whether a session of this key may call the route. */
export function opens(
  permissions: Permissions | null,
  path: string,
  configuration: Configuration,
): boolean {
  const needed = neededFor(path, configuration);
  return needed !== null && missing(permissions, needed) === null;
}

function namedPath(
  path: string,
  enabled: Configuration["options"]["enableSessionForAPIKeys"],
): Permissions | null {
  if (typeof enabled !== "object") return null;
  for (const allowed of enabled.allowedPaths) {
    if (allowed === path) return {};
    if (typeof allowed === "object" && allowed.path === path) return allowed.permissions;
  }
  return null;
}
