import type { ApiKey, ApiKeyAuditPage, ApiKeyPage } from "@latchkey/better-auth/client";
import type {
  AuthUIClient,
  CreateKeyInput,
  HistoryQuery,
  ListKeysQuery,
  SessionState,
} from "../client/auth-client.ts";
import type { KeyPolicy } from "../client/key-policy.ts";

export interface TestClientOptions {
  create?: (input: CreateKeyInput) => void;
  list?: (query: ListKeysQuery) => ApiKeyPage;
  audit?: (query: HistoryQuery) => ApiKeyAuditPage;
  policy?: KeyPolicy;
  session?: SessionState["data"];
}

async function refuse() {
  return { data: null, error: { status: 404, statusText: "Not Found" } };
}

/** A client that answers from memory. What it is not told to answer, it refuses. */
export function testClient(options: TestClientOptions = {}): AuthUIClient {
  const { create, list, audit, policy, session = null } = options;
  return {
    apiKey: {
      create: async (input) => {
        create?.(input);
        return refuse();
      },
      get: refuse,
      list: async ({ query }) =>
        list === undefined ? refuse() : { data: list(query), error: null },
      rotate: refuse,
      update: refuse,
      revoke: refuse,
      delete: refuse,
      usage: refuse,
      alerts: Object.assign(refuse, { acknowledge: refuse, resolve: refuse }),
      audit: async ({ query }) =>
        audit === undefined ? refuse() : { data: audit(query), error: null },
      webhooks: Object.assign(refuse, {
        create: refuse,
        update: refuse,
        delete: refuse,
        rotateSecret: refuse,
        test: refuse,
        deliveries: refuse,
        redeliver: refuse,
      }),
      admin: { overview: refuse },
      policy: async () => (policy === undefined ? refuse() : { data: policy, error: null }),
    },
    useSession: () => ({ data: session, isPending: false, error: null, refetch: async () => {} }),
    updateUser: refuse,
    changePassword: refuse,
    listSessions: refuse,
    revokeSession: refuse,
    revokeOtherSessions: refuse,
  };
}

export function testKey(key: Partial<ApiKey> = {}): ApiKey {
  return {
    id: "key-1",
    name: "Production - Payment Service",
    start: "app_a1B2c3D4",
    prefix: "app_",
    referenceId: "ada",
    references: "user",
    enabled: true,
    status: "active",
    environment: null,
    replacedById: null,
    replacesId: null,
    rotateAt: null,
    configId: "default",
    createdById: null,
    metadata: null,
    permissions: null,
    allowedAddresses: null,
    remaining: null,
    refillAmount: null,
    refillInterval: null,
    lastRefillAt: null,
    rateLimitEnabled: null,
    rateLimitMax: null,
    rateLimitTimeWindow: null,
    expiresAt: null,
    revokedAt: null,
    lastRequest: null,
    lastAddress: null,
    lastClient: null,
    createdAt: new Date(0),
    updatedAt: new Date(0),
    ...key,
  };
}
