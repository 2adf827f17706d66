import type { AuditLog } from "../../port/audit-log.ts";
import type { Registers } from "../../port/registers.ts";

/** A log, and the registers that the head of its chain is kept in. */
export interface AuditStores {
  readonly log: AuditLog;
  readonly registers: Registers;
}

/** Registers one test of the suite. */
export type AuditCheck = (test: string, run: (stores: AuditStores) => Promise<void>) => void;
