import type { ApiKey } from "@latchkey/better-auth/client";
import type { AuthUIClient } from "../../client/auth-client.ts";
import type { UsageAnswer } from "../../client/usage-client.ts";
import { answerOf, RequestFailure } from "../../request/failure.ts";
import { keyQueries, retryTwice } from "../key-queries.ts";
import { ownTimeZone, type UsagePeriod, usagePeriod } from "./usage-range.ts";

const REFRESH = 60_000;

/** What one key was used for in a period, read anew each minute while it is looked at. */
export function keyUsageOptions(
  client: AuthUIClient,
  userId: string,
  key: Pick<ApiKey, "id">,
  period: UsagePeriod,
) {
  return {
    queryKey: [...keyQueries.usage(userId), key.id, period.range, startOf(period).getTime()],
    queryFn: () => askUsage(client, { keyId: key.id }, period),
    staleTime: REFRESH / 2,
    refetchInterval: REFRESH,
    retry: retryTwice,
  };
}

/** The last day of all keys of a page, in one request. `null` on a server that counts nothing. */
export function pageUsageOptions(
  client: AuthUIClient,
  userId: string,
  keyIds: readonly string[],
  now: number,
) {
  const period = usagePeriod("day", now);
  return {
    queryKey: [...keyQueries.usage(userId), "page", keyIds, startOf(period).getTime()],
    queryFn: async (): Promise<UsageAnswer | null> => {
      try {
        return await askUsage(client, { keyIds: [...keyIds] }, period);
      } catch (error) {
        if (error instanceof RequestFailure && error.status === 404) return null;
        throw error;
      }
    },
    staleTime: REFRESH,
    refetchInterval: REFRESH,
    retry: retryTwice,
  };
}

function askUsage(
  client: AuthUIClient,
  keys: { keyId: string } | { keyIds: string[] },
  period: UsagePeriod,
): Promise<UsageAnswer> {
  const { unit, end } = period;
  const timeZone = unit === "day" ? { timeZone: ownTimeZone() } : {};
  const query = {
    ...keys,
    from: startOf(period).toISOString(),
    to: end.toISOString(),
    granularity: unit,
    ...timeZone,
  };
  return answerOf(client.apiKey.usage({ query }));
}

function startOf({ starts, end }: UsagePeriod): Date {
  return starts[0] ?? end;
}
