import { describeAuditLog } from "../testing/describe-audit-log.ts";
import { MemoryAuditLog } from "./memory-audit-log.ts";
import { MemoryRegisters } from "./memory-registers.ts";

describeAuditLog({
  name: "memory",
  create: async () => ({
    log: new MemoryAuditLog(),
    registers: new MemoryRegisters(),
    dispose: async () => undefined,
  }),
});
