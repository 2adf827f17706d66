import type { ApiKey, ApiKeyPage, CreatedApiKey } from "@latchkey/better-auth/client";

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
  metadata?: Record<string, unknown>;
}

export interface ListKeysQuery {
  limit?: number;
  offset?: number;
  sortBy?: "name" | "createdAt" | "updatedAt" | "expiresAt" | "lastRequest";
  sortDirection?: "asc" | "desc";
  /** `live`: neither revoked nor expired. Absent: all. */
  status?: KeyFilter;
}

export interface KeyClient {
  /** `key` is the only time that the full key is seen; it is absent where `error` is not. */
  create(input: CreateKeyInput): Promise<Outcome<CreatedApiKey> & { key?: string | undefined }>;
  list(input: { query: ListKeysQuery }): Promise<Outcome<ApiKeyPage>>;
  update(input: { keyId: string; name?: string; enabled?: boolean }): Promise<Outcome<ApiKey>>;
  revoke(input: { keyId: string }): Promise<Outcome<unknown>>;
  delete(input: { keyId: string }): Promise<Outcome<unknown>>;
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

/**
 * What the components need of a Better Auth client. Any `createAuthClient({ plugins: [apiKeyClient()] })`
 * from `better-auth/react` is one.
 */
export interface AuthUIClient {
  apiKey: KeyClient;
  useSession(): SessionState;
  updateUser(input: { name: string }): Promise<Outcome<unknown>>;
  changePassword(input: ChangePasswordInput): Promise<Outcome<unknown>>;
  listSessions(): Promise<Outcome<SignedInDevice[]>>;
  revokeSession(input: { token: string }): Promise<Outcome<unknown>>;
  revokeOtherSessions(): Promise<Outcome<unknown>>;
}
