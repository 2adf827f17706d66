import type {
  ApiKey,
  ApiKeyAuditPage,
  ApiKeyPage,
  CreatedApiKey,
} from "@latchkey/better-auth/client";
import type { AlertsClient } from "./alerts-client.ts";
import type { KeyPolicy } from "./key-policy.ts";
import type { AdminClient } from "./admin-client.ts";
import type { UsageAnswer, UsageQuery } from "./usage-client.ts";
import type { WebhookClient } from "./webhook-client.ts";

/** What every call of a Better Auth client resolves to: an answer or an error, never both. */
export interface Outcome<T> {
  data: T | null;
  error: OutcomeError | null;
}

export interface OutcomeError {
  /** HTTP status. */
  status: number;
  statusText: string;
  code?: string | undefined;
  message?: string | undefined;
}

export type KeyFilter = "live" | "active" | "disabled" | "expired" | "revoked";

export interface CreateKeyInput {
  name?: string;
  /** Seconds; `null`: the key does not expire. */
  expiresIn?: number | null;
  prefix?: string;
  /** One of the policy's. It has a prefix of its own. */
  environment?: string;
  metadata?: Record<string, unknown>;
  /** Actions by resource. Absent: the server's default; empty: nothing. */
  permissions?: Readonly<Record<string, readonly string[]>>;
  /** Addresses and ranges (CIDR) that it may be used from. Absent: any. */
  allowedAddresses?: string[];
  /** The organization that the key is to belong to. Default: the user. */
  organizationId?: string;
}

/** What is absent stays as it is. */
export interface UpdateKeyInput {
  keyId: string;
  name?: string;
  enabled?: boolean;
  /** Seconds from now; `null`: the key does not expire. */
  expiresIn?: number | null;
  /** Replaces all of it; `null` removes it. */
  metadata?: Record<string, unknown> | null;
  /** Replaces all of them. Empty, as `null`: nothing. */
  permissions?: Readonly<Record<string, readonly string[]>> | null;
  /** Replaces the whole list; `null`: any address. */
  allowedAddresses?: string[] | null;
}

export interface HistoryQuery {
  keyId: string;
  configId?: string;
  /** 1 to 100. */
  limit?: number;
  /** `nextCursor` of the page before. */
  cursor?: number;
  /** Whose key it is. Default: the user's. */
  organizationId?: string;
}

export interface RotateKeyInput {
  keyId: string;
  /** Seconds that the old key keeps working beside the new one. Default: the policy's. */
  overlap?: number;
}

export interface RevokeKeyInput {
  keyId: string;
  /** What becomes of the key that this one was rotated into. Default: `revoke`. */
  successor?: "revoke" | "keep";
}

export interface ListKeysQuery {
  limit?: number;
  offset?: number;
  sortBy?: "name" | "createdAt" | "updatedAt" | "expiresAt" | "lastRequest";
  sortDirection?: "asc" | "desc";
  /** `live`: neither revoked nor expired. Absent: all. */
  status?: KeyFilter;
  /** One of the policy's; empty: keys of none. Absent: of every one. */
  environment?: string;
  /** 1 to 100 characters of a key's name or start, in either case. Absent: all. */
  search?: string;
  /** Whose keys. Default: the user's. */
  organizationId?: string;
}

/** `key` is the only time that the full key is seen; it is absent where `error` is not. */
export type NewKeyOutcome = Outcome<CreatedApiKey> & { key?: string | undefined };

export interface KeyClient {
  create(input: CreateKeyInput): Promise<NewKeyOutcome>;
  /** Answers the key's successor. */
  rotate(input: RotateKeyInput): Promise<NewKeyOutcome>;
  get(input: { query: { id: string } }): Promise<Outcome<ApiKey>>;
  list(input: { query: ListKeysQuery }): Promise<Outcome<ApiKeyPage>>;
  update(input: UpdateKeyInput): Promise<Outcome<ApiKey>>;
  revoke(input: RevokeKeyInput): Promise<Outcome<unknown>>;
  delete(input: { keyId: string }): Promise<Outcome<unknown>>;
  /** What was done to a key, newest first. */
  audit(input: { query: HistoryQuery }): Promise<Outcome<ApiKeyAuditPage>>;
  /** How often keys were used, and what came of it. */
  usage(input: { query: UsageQuery }): Promise<Outcome<UsageAnswer>>;
  /** What owners of keys should look at. */
  alerts: AlertsClient;
  policy(input?: { query: { organizationId: string } }): Promise<Outcome<KeyPolicy>>;
  webhooks: WebhookClient;
  admin: AdminClient;
}

export interface SessionState {
  data: { user: { id: string; name: string; email: string }; session: { id: string } } | null;
  isPending: boolean;
  error: unknown;
  refetch: () => Promise<void>;
}

/** One place where the user is signed in. The token is what it takes to sign it out. */
export interface SignedInDevice {
  id: string;
  token: string;
  userAgent?: string | null | undefined;
  ipAddress?: string | null | undefined;
  updatedAt: Date;
}

export interface ChangePasswordInput {
  currentPassword: string;
  newPassword: string;
  revokeOtherSessions?: boolean;
}

export interface OrganizationMember {
  userId: string;
  user: { name: string; email: string };
}

/** Of Better Auth's organization plugin: what it takes to call an organization's members by their names. */
export interface OrganizationClient {
  listMembers(input: {
    query: { organizationId: string };
  }): Promise<Outcome<{ members: OrganizationMember[] }>>;
}

/**
 * What the components need of a Better Auth client. Any `createAuthClient({ plugins: [apiKeyClient()] })`
 * from `better-auth/react` is one.
 */
export interface AuthUIClient {
  apiKey: KeyClient;
  /** Without it, members who are not the user are told by their ids. */
  organization?: OrganizationClient;
  useSession(): SessionState;
  updateUser(input: { name: string }): Promise<Outcome<unknown>>;
  changePassword(input: ChangePasswordInput): Promise<Outcome<unknown>>;
  listSessions(): Promise<Outcome<SignedInDevice[]>>;
  revokeSession(input: { token: string }): Promise<Outcome<unknown>>;
  revokeOtherSessions(): Promise<Outcome<unknown>>;
}
