"use client";
import type { ApiKey } from "@latchkey/better-auth/client";
import { useQuery } from "@tanstack/react-query";
import { useCache } from "../../provider/cache-context.ts";
import { useAuthClient } from "../../provider/use-auth-ui.ts";
import { answerOf } from "../../request/failure.ts";
import { useNow } from "../../time/use-now.ts";
import { keyQueries, retryTwice } from "../key-queries.ts";
import { type Headroom, HEADROOM_PERIOD, headroomOf, overLimit } from "./headroom.ts";

const REFRESH = 60_000;

export interface LimitsState {
  /** `undefined` while it is on its way; `null` where the server does not say, or cannot be asked. */
  limits: readonly Headroom[] | null | undefined;
  /** Requests that were over a limit. */
  refused: number;
}

/** How near a key came to its limits in the last three hours. */
export function useHeadroom({ id }: Pick<ApiKey, "id">, userId: string): LimitsState {
  const client = useAuthClient();
  const now = useNow();
  const { data, isError } = useQuery(
    {
      queryKey: [...keyQueries.usage(userId), id, "headroom"],
      queryFn: async () => {
        const query = {
          keyId: id,
          from: new Date(now - HEADROOM_PERIOD).toISOString(),
          to: new Date(now).toISOString(),
          granularity: "minute" as const,
        };
        const { keys, limits } = await answerOf(client.apiKey.usage({ query }));
        const minutes = keys.find(({ keyId }) => keyId === id)?.buckets ?? [];
        // A server that is older than this page does not say.
        const known: typeof limits | undefined = limits;
        return { limits: known && headroomOf(known, minutes), refused: overLimit(minutes) };
      },
      staleTime: REFRESH / 2,
      refetchInterval: REFRESH,
      retry: retryTwice,
    },
    useCache(),
  );
  if (data === undefined) return { limits: isError ? null : undefined, refused: 0 };
  return { limits: data.limits ?? null, refused: data.refused };
}
