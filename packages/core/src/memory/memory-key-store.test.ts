import { MemoryKeyStore } from "./memory-key-store.ts";
import { describeKeyStore } from "../testing/describe-key-store.ts";

describeKeyStore({
  name: "memory",
  create: async () => ({ store: new MemoryKeyStore(), dispose: async () => {} }),
});
