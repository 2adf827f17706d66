import type { Row } from "./row.ts";

export interface ClusterOptions {
  /** How many revocations each way of telling of them is measured with. */
  readonly revocations: number;
}

/** What is measured together, in a process of its own. */
export interface ClusterSection {
  readonly rows: readonly string[];
  readonly run: (options: ClusterOptions) => Promise<readonly Row[]>;
}

const WAYS = [
  "polling",
  "postgres-notifications",
  "redis-messages",
  "redis-limiter",
  "always",
] as const;

export type Way = (typeof WAYS)[number];

/** In the order in which they are measured. Each loads no more than it needs. */
export const CLUSTER_SECTIONS: readonly ClusterSection[] = [
  ...WAYS.map((way) => ({
    rows: [`revoke.${way}`],
    run: async ({ revocations }: ClusterOptions) =>
      (await import("./revocations.ts")).measureRevocations(way, revocations),
  })),
  {
    rows: ["redis.bare", "redis.verify", "redis.verify.3-processes"],
    run: async () => (await import("./redis-throughput.ts")).measureRedisThroughput(),
  },
  {
    rows: ["postgres.default.1-at-once", "postgres.always.1-at-once"],
    run: async () => (await import("./always.ts")).measureAlways(),
  },
  {
    rows: ["feed.0-changes", "feed.100-changes", "feed.4000-changes"],
    run: async () => (await import("./feed.ts")).measureFeed(),
  },
];
