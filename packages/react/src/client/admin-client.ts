import type { ApiKeyInOverview, ApiKeyOverview } from "@latchkey/better-auth/client";
import type { Outcome } from "./auth-client.ts";

export type OverviewAnswer = ApiKeyOverview;
export type KeyInOverview = ApiKeyInOverview;

export interface OverviewQuery {
  /** ISO 8601. */
  from: string;
  /** ISO 8601. */
  to: string;
}

/** What administrators are told of everybody's keys. Others are refused. */
export interface AdminClient {
  overview(input: { query: OverviewQuery }): Promise<Outcome<OverviewAnswer>>;
}
