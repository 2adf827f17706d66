import { describeRegisters } from "../testing/describe-registers.ts";
import { MemoryRegisters } from "./memory-registers.ts";

describeRegisters({
  name: "in memory",
  create: async () => ({ registers: new MemoryRegisters(), dispose: async () => undefined }),
});
