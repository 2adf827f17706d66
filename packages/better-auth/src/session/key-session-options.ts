import type { Permissions } from "@latchkey/core";
import type { GenericEndpointContext } from "better-auth";

/** How requests to Better Auth itself present a key, and what it is good for there. */
export interface KeySessionOptions {
  /** The headers in which keys are looked for: `x-api-key` by default. */
  readonly apiKeyHeaders?: string | readonly string[];
  /** Finds the key of a request instead of the headers; `null`: it has none. */
  readonly customAPIKeyGetter?: (ctx: GenericEndpointContext) => string | null;
  /**
   * Whether a request with a key of a user counts as that user's where a session is asked for. Off by
   * default. Such a session reaches `/get-session` and what is named here, nothing else.
   */
  readonly enableSessionForAPIKeys?: boolean | { readonly allowedPaths: readonly AllowedPath[] };
}

/**
 * A route of Better Auth that a session made from a key may call, by its path without the base path
 * (`/organization/list`), for all keys or for those with permissions.
 */
export type AllowedPath = string | { readonly path: string; readonly permissions: Permissions };
