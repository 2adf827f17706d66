import type { ClusterTarget } from "./row.ts";

export const REFUSED_P99 = "ms to refusal p99";
export const REFUSED_MAX = "ms to refusal max";
export const ACCEPTED = "accepted after the answer";
export const SHARE_OF_BARE = "share of the bare script";
export const SENT = "commands sent a verification";

const target = (
  row: string,
  figure: string,
  bound: ClusterTarget["bound"],
  limit: number,
): ClusterTarget => ({ row, figure, bound, limit });

export const CLUSTER_TARGETS: readonly ClusterTarget[] = [
  target("revoke.polling", REFUSED_MAX, "at most", 1_500),
  target("revoke.postgres-notifications", REFUSED_P99, "at most", 50),
  target("revoke.redis-messages", REFUSED_P99, "at most", 50),
  target("revoke.redis-limiter", ACCEPTED, "at most", 0),
  target("revoke.always", ACCEPTED, "at most", 0),
  target("redis.verify", SHARE_OF_BARE, "at least", 0.8),
  target("redis.verify", SENT, "at most", 1),
];
