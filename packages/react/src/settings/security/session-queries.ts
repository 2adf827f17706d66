import { SCOPE } from "../../api-keys/key-queries.ts";
import type { AuthUIClient, SignedInDevice } from "../../client/auth-client.ts";
import { answerOf } from "../../request/failure.ts";

/** A session's token is what it takes to be signed in, so the answer goes as soon as no card shows it. */
export function sessionListOptions(client: AuthUIClient, userId: string) {
  return {
    queryKey: [SCOPE, userId, "sessions"] as const,
    queryFn: async (): Promise<SignedInDevice[]> => {
      const sessions = await answerOf(client.listSessions());
      return sessions.toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
    },
    gcTime: 0,
    retry: false,
  };
}
