import { describeAddressStore } from "../testing/describe-address-store.ts";
import { MemoryAddressStore } from "./memory-address-store.ts";

describeAddressStore({
  name: "in memory",
  create: async () => ({ addresses: new MemoryAddressStore(), dispose: async () => undefined }),
});
