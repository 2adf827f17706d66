"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { KeyUsageAnswer, UsageAnswer } from "../../client/usage-client.ts";
import { useCache } from "../../provider/cache-context.ts";
import { useAuthClient } from "../../provider/use-auth-ui.ts";
import { RequestFailure } from "../../request/failure.ts";
import { useNow } from "../../time/use-now.ts";
import { keyUsageOptions, pageUsageOptions } from "./usage-queries.ts";
import { type UsagePeriod, type UsageRange, usagePeriod } from "./usage-range.ts";
import { type UsageStep, usageSteps } from "./usage-steps.ts";

export interface ShownUsage {
  period: UsagePeriod;
  steps: readonly UsageStep[];
  usage: KeyUsageAnswer;
  callers: UsageAnswer["addresses"];
}

/** Neither `shown` nor `failure`: it is on its way. While another range is, the one before is shown. */
export interface KeyUsageState {
  shown: ShownUsage | undefined;
  isStale: boolean;
  failure: RequestFailure | null;
  retry: () => void;
}

const nothing = (keyId: string): KeyUsageAnswer => ({ keyId, counts: {}, total: 0, buckets: [] });

export function useKeyUsage(
  apiKey: Pick<ApiKey, "id">,
  userId: string,
  range: UsageRange,
): KeyUsageState {
  const now = useNow();
  const client = useAuthClient();
  const period = useMemo(() => usagePeriod(range, now), [range, now]);
  const options = keyUsageOptions(client, userId, apiKey, period);
  const { queryFn } = options;
  const query = useQuery(
    {
      ...options,
      // With its period, which is another one than that which is asked for while it is stale.
      queryFn: async (): Promise<ShownUsage> => {
        const answer = await queryFn();
        const usage = answer.keys.find(({ keyId }) => keyId === apiKey.id) ?? nothing(apiKey.id);
        const steps = usageSteps(usage.buckets, period);
        return { period, steps, usage, callers: answer.addresses };
      },
      placeholderData: keepPreviousData,
    },
    useCache(),
  );
  const { data, error, isFetching, isPlaceholderData, refetch } = query;
  const failure = !isFetching && error instanceof RequestFailure ? error : null;
  return { shown: data, isStale: isPlaceholderData, failure, retry: () => void refetch() };
}

/** The hours of the last day of each key of a page; `undefined` of those that are not known. */
export function usePageUsage(
  keys: readonly Pick<ApiKey, "id">[],
  userId: string,
): (keyId: string) => readonly UsageStep[] | undefined {
  const now = useNow();
  const keyIds = keys.map(({ id }) => id);
  const options = pageUsageOptions(useAuthClient(), userId, keyIds, now);
  const { data } = useQuery(
    { ...options, enabled: userId !== "" && keyIds.length > 0, placeholderData: keepPreviousData },
    useCache(),
  );
  const steps = useMemo(() => {
    const period = usagePeriod("day", now);
    const known = data?.keys ?? [];
    return new Map(known.map(({ keyId, buckets }) => [keyId, usageSteps(buckets, period)]));
  }, [data, now]);
  const none = useMemo(() => usageSteps([], usagePeriod("day", now)), [now]);
  return (keyId) => {
    if (data === undefined || data === null) return undefined;
    return steps.get(keyId) ?? none;
  };
}
