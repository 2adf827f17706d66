import { describeQuotaPool } from "../testing/describe-quota-pool.ts";
import { MemoryQuotaPool } from "./memory-quota-pool.ts";

describeQuotaPool({
  name: "in memory",
  create: async () => ({ pool: new MemoryQuotaPool(), dispose: async () => undefined }),
});
