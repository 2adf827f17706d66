import { describeAlertStore } from "../testing/describe-alert-store.ts";
import { MemoryAlertStore } from "./memory-alert-store.ts";

describeAlertStore({
  name: "memory",
  create: async () => ({ alertRows: new MemoryAlertStore(), dispose: async () => undefined }),
});
