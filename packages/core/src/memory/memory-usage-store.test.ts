import { describeUsageStore } from "../testing/describe-usage-store.ts";
import { MemoryUsageStore } from "./memory-usage-store.ts";

describeUsageStore({
  name: "in memory",
  create: async () => ({ usage: new MemoryUsageStore(), dispose: async () => undefined }),
});
