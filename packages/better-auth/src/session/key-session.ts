import type { AcceptedKey, KeyView, Permissions } from "@latchkey/core";
import type { GenericEndpointContext, Session } from "better-auth";
import type { KeyOwner } from "../owners.ts";

/** How a session says that it was made from a key: `session.apiKey`. */
export interface SessionApiKey {
  readonly id: string;
  readonly configId: string;
  /** What the key may do; `null`: nothing that takes a permission. */
  readonly permissions: Permissions | null;
}

/** A session that was made from a key, for one request: it is in no store and in no cookie. */
export interface KeySession {
  readonly user: KeyOwner;
  readonly session: Session & { readonly apiKey: SessionApiKey } & Record<string, unknown>;
}

/** A key session, and the key that it was made from. */
export interface ParentKey extends KeySession {
  readonly record: KeyView;
  /** All that the key may do. */
  readonly permissions: Permissions | null;
}

/** The session that an accepted key makes, at `now` (milliseconds since the epoch). */
export function sessionFromKey(
  { record, owner, permissions }: AcceptedKey<KeyOwner>,
  request: {
    readonly now: number;
    readonly address: string | null;
    readonly ctx: GenericEndpointContext;
  },
): ParentKey {
  const { now, address, ctx } = request;
  const moment = new Date(now);
  const longest = new Date(now + ctx.context.sessionConfig.expiresIn * 1_000);
  const { id, configId, expiresAt } = record;
  const session = {
    id: `api-key-session:${id}`,
    // Tokens are what sessions are looked up by: this one finds none, and holds nothing of the key.
    token: `api-key-session:${id}`,
    userId: owner.id,
    createdAt: moment,
    updatedAt: moment,
    expiresAt: expiresAt !== null && expiresAt < longest ? expiresAt : longest,
    ipAddress: address,
    userAgent: ctx.headers?.get("user-agent") ?? null,
    apiKey: { id, configId, permissions },
  };
  return { user: { ...owner }, session, record, permissions };
}

/** The key that a session was made from; `null` for the session of somebody who signed in. */
export function apiKeyOfSession(session: { readonly session: object }): SessionApiKey | null {
  const key: unknown = Reflect.get(session.session, "apiKey");
  return isSessionApiKey(key) ? key : null;
}

function isSessionApiKey(value: unknown): value is SessionApiKey {
  return typeof value === "object" && value !== null && "id" in value && "configId" in value;
}

const SLOT = "apiKeyParent";

/** What a hook adds to Better Auth's context of one request: there a session of a key is known as one. */
export function keySessionSlot(parent: ParentKey): Record<string, unknown> {
  const { user, session } = parent;
  // In a list, because Better Auth merges what hooks answer, and would copy a record apart.
  return { session: { user, session }, [SLOT]: [parent] };
}

/** The key whose session this request acts by; `null` where it has another, or none. */
export function parentKeyOf({ context }: { readonly context: object }): ParentKey | null {
  const slot: unknown = Reflect.get(context, SLOT);
  const parent: unknown = Array.isArray(slot) ? slot[0] : null;
  return isParentKey(parent) ? parent : null;
}

function isParentKey(value: unknown): value is ParentKey {
  return typeof value === "object" && value !== null && "record" in value && "session" in value;
}
