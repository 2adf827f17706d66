import type { Background } from "../background/background.ts";
import type { AuditLog } from "../port/audit-log.ts";
import type { Clock } from "../port/clock.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { Registers } from "../port/registers.ts";
import type { Timers } from "../port/timers.ts";
import { AuditChain } from "./chain.ts";
import { type Denial, isDenial } from "./denials.ts";
import { type KeyAudit, keyAudit, noAudit } from "./key-audit.ts";
import { Expiries } from "./expiries.ts";
import { KeyChanges } from "./key-changes.ts";
import { AuditSweep } from "./sweep.ts";

export interface AuditingParts {
  readonly store: KeyStore;
  /** Absent: nothing is written down. */
  readonly auditLog: AuditLog | undefined;
  readonly registers: Registers;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
  readonly onChange: (id: string) => Promise<void>;
  /** Told the id of a record that is gone. */
  readonly onRemove: (id: string) => void;
}

/** How an engine keeps its audit log. */
export interface Auditing {
  readonly changes: KeyChanges;
  readonly audit: KeyAudit;
  /** Runs an operation for this owner, and writes it down if the policy denies it. */
  readonly noting: <T>(who: Omit<Denial, "code">, operation: () => Promise<T>) => Promise<T>;
  /** No more sweeps: this process has done its part. */
  readonly stop: () => void;
}

export function auditing(parts: AuditingParts): Auditing {
  const { auditLog: log, registers, clock, background } = parts;
  if (log === undefined) {
    const changes = new KeyChanges({ ...parts, chain: null });
    return { changes, audit: noAudit, noting: (_who, run) => run(), stop: () => undefined };
  }
  const chain = new AuditChain(log, registers);
  const changes = new KeyChanges({ ...parts, chain });
  const expiries = new Expiries({ ...parts, chain });
  const sweep = new AuditSweep({ ...parts, chain, changes, expiries });
  const audit = keyAudit({ log, chain, clock, background });
  return {
    changes,
    audit,
    noting: noting(audit),
    stop: () => {
      sweep.stop();
    },
  };
}

function noting(audit: KeyAudit): Auditing["noting"] {
  return async (who, operation) => {
    try {
      return await operation();
    } catch (error) {
      if (isDenial(error)) await audit.denied({ ...who, code: error.code });
      throw error;
    }
  };
}
