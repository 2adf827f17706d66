import type { QueryClient } from "@tanstack/react-query";
import type { ApiKey, ApiKeyAuditPage, ApiKeyPage } from "@latchkey/better-auth/client";
import type { AuthUIClient } from "../client/auth-client.ts";
import { type KeyPolicy, OPEN_POLICY } from "../client/key-policy.ts";
import { answerOf, isWorthRetrying, RequestFailure } from "../request/failure.ts";
import { FIRST_VIEW, isFirstView, type KeyListView, listQuery } from "./key-list-view.ts";

export const SCOPE = "latchkey";

/** Partitioned by user, so that one user's answers can never stand in for another's. */
export const keyQueries = {
  user: (userId: string) => [SCOPE, userId] as const,
  lists: (userId: string) => [SCOPE, userId, "api-keys"] as const,
  list: (userId: string, view: KeyListView) => [SCOPE, userId, "api-keys", view] as const,
  existence: (userId: string) => [SCOPE, userId, "api-keys", "existence"] as const,
  key: (userId: string, keyId: string) => [SCOPE, userId, "api-keys", "key", keyId] as const,
  history: (userId: string, keyId: string) =>
    [SCOPE, userId, "api-keys", "history", keyId] as const,
  usage: (userId: string) => [SCOPE, userId, "usage"] as const,
  alerts: (userId: string) => [SCOPE, userId, "alerts"] as const,
  members: (userId: string, organizationId: string) =>
    [SCOPE, userId, "members", organizationId] as const,
  policy: (userId: string) => [SCOPE, userId, "policy"] as const,
};

/** A page, and the view that it is of: while the next one is on its way, not the view that is asked for. */
export interface ShownPage extends ApiKeyPage {
  view: KeyListView;
}

function fetchPage(client: AuthUIClient, view: KeyListView): Promise<ApiKeyPage> {
  return answerOf(client.apiKey.list({ query: listQuery(view) }));
}

const EARLY_FOR = 10_000;
const askedEarly = new WeakMap<AuthUIClient, { page: Promise<ApiKeyPage | null>; until: number }>();

/** Asks for the first page beside the session instead of after it. */
export function askEarly(client: AuthUIClient): void {
  if ((askedEarly.get(client)?.until ?? 0) > Date.now()) return;
  const page = fetchPage(client, FIRST_VIEW).catch(() => null);
  askedEarly.set(client, { page, until: Date.now() + EARLY_FOR });
}

export function dropEarly(client: AuthUIClient): void {
  askedEarly.delete(client);
}

/** The early page, once, if it turns out to be this user's. */
async function takeEarly(client: AuthUIClient, userId: string): Promise<ApiKeyPage | null> {
  const asked = askedEarly.get(client);
  askedEarly.delete(client);
  if (asked === undefined || asked.until <= Date.now()) return null;
  const page = await asked.page;
  const isTheirs = page?.apiKeys.every((key) => key.referenceId === userId) ?? false;
  return isTheirs ? page : null;
}

export function keyListOptions(client: AuthUIClient, userId: string, view: KeyListView) {
  return {
    queryKey: keyQueries.list(userId, view),
    queryFn: async (): Promise<ShownPage> => {
      const early = isFirstView(view) ? await takeEarly(client, userId) : null;
      return { ...(early ?? (await fetchPage(client, view))), view };
    },
    retry: retryTwice,
  };
}

export function keyOptions(client: AuthUIClient, userId: string, keyId: string) {
  return {
    queryKey: keyQueries.key(userId, keyId),
    queryFn: () => answerOf(client.apiKey.get({ query: { id: keyId } })),
    retry: retryTwice,
  };
}

const HISTORY_PAGE = 10;

/** Read anew each time that it is looked at. */
export function keyHistoryOptions(client: AuthUIClient, userId: string, key: ApiKey) {
  const asked = { keyId: key.id, configId: key.configId, limit: HISTORY_PAGE };
  const first: number | null = null;
  return {
    queryKey: keyQueries.history(userId, key.id),
    queryFn: ({ pageParam: cursor }: { pageParam: number | null }): Promise<ApiKeyAuditPage> =>
      answerOf(
        client.apiKey.audit({ query: { ...asked, ...(cursor === null ? {} : { cursor }) } }),
      ),
    initialPageParam: first,
    getNextPageParam: ({ nextCursor }: ApiKeyAuditPage) => nextCursor,
    gcTime: 0,
    // Nothing that was read changes, and more of it is for its reader to ask.
    staleTime: Infinity,
    retry: retryTwice,
  };
}

const MEMBERS_STALE = 5 * 60_000;

/** Names by user; none where the client cannot ask. */
export function memberNamesOptions(client: AuthUIClient, userId: string, organizationId: string) {
  return {
    queryKey: keyQueries.members(userId, organizationId),
    queryFn: async (): Promise<ReadonlyMap<string, string>> => {
      if (client.organization === undefined) return new Map();
      const query = { organizationId };
      const { members } = await answerOf(client.organization.listMembers({ query }));
      return new Map(members.map(({ userId: member, user }) => [member, user.name || user.email]));
    },
    staleTime: MEMBERS_STALE,
    retry: retryTwice,
  };
}

/** Whether the user has any key at all, whatever its status. */
export function keyExistenceOptions(client: AuthUIClient, userId: string) {
  return {
    queryKey: keyQueries.existence(userId),
    queryFn: async () => {
      const { total } = await answerOf(client.apiKey.list({ query: { limit: 1 } }));
      return total > 0;
    },
    retry: retryTwice,
  };
}

const POLICY_STALE = 5 * 60_000;

/** What keys the user may have: anything, on a server that does not say. */
export function keyPolicyOptions(client: AuthUIClient, userId: string) {
  return {
    queryKey: keyQueries.policy(userId),
    queryFn: async (): Promise<KeyPolicy> => {
      try {
        const policy = await answerOf(client.apiKey.policy());
        // A server may be older than this page, and say less.
        const name = { ...OPEN_POLICY.name, ...policy.name };
        const metadata = { ...OPEN_POLICY.metadata, ...policy.metadata };
        return { ...OPEN_POLICY, ...policy, name, metadata };
      } catch (error) {
        if (error instanceof RequestFailure && error.status === 404) return OPEN_POLICY;
        throw error;
      }
    },
    staleTime: POLICY_STALE,
    retry: retryTwice,
  };
}

/** Removes all that was loaded for anyone but `userId` (`null`: for everyone). */
export function dropOtherUsers(cache: QueryClient, userId: string | null): void {
  cache.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== userId });
}

/** Of what was not answered, and may be when it is asked again. */
export function retryTwice(failures: number, error: unknown): boolean {
  return failures < 2 && isWorthRetrying(error);
}
