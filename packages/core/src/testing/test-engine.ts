import type { Fault } from "../background/background.ts";
import { type KeyEngine, createKeyEngine } from "../engine.ts";
import { MemoryKeyStore } from "../memory/memory-key-store.ts";
import { MemoryAuditLog } from "../memory/memory-audit-log.ts";
import { MemoryRegisters } from "../memory/memory-registers.ts";
import type { AlertHooks } from "../alert/alerting.ts";
import type { AlertStore } from "../port/alert-store.ts";
import type { AddressStore } from "../port/address-store.ts";
import type { AuditLog } from "../port/audit-log.ts";
import type { Retention } from "../keeping/retention.ts";
import type { Hasher } from "../port/hasher.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { ChangeMessages } from "../port/change-messages.ts";
import type { QuotaPool } from "../port/quota-pool.ts";
import type { RateLimiter } from "../port/rate-limiter.ts";
import type { Registers } from "../port/registers.ts";
import type { UsageStore } from "../port/usage-store.ts";
import type { KeyPolicy } from "../policy/key-policy.ts";
import type { Tracer } from "../trace/tracing.ts";
import type { OwnerDirectory } from "../port/owner-directory.ts";
import { DEFAULT_CONFIG_ID } from "../record/record.ts";
import type { UsageOptions } from "../usage/usage-options.ts";
import type { CacheOptions } from "../verify/cache-options.ts";
import type { SharedProofOptions } from "../verify/shared-proofs.ts";
import { type Faulty, faulty } from "./faulty.ts";
import { instantHasher } from "./instant-hasher.ts";
import { type ManualClock, manualClock } from "./manual-clock.ts";
import { type ManualTimers, manualTimers } from "./manual-timers.ts";

export interface TestOwner {
  readonly id: string;
}

/** An engine on a store in memory, every port of which can be counted, failed, held and wound on. */
export interface TestEngine {
  readonly engine: KeyEngine<TestOwner>;
  readonly store: Faulty<KeyStore>;
  readonly auditLog: Faulty<AuditLog>;
  readonly registers: Faulty<Registers>;
  readonly owners: Faulty<OwnerDirectory<TestOwner>>;
  readonly hasher: Faulty<Hasher>;
  readonly clock: ManualClock;
  readonly timers: ManualTimers;
  /** Owners who may not act; all others may. */
  readonly banned: Set<string>;
  /** What the engine reported, in order. */
  readonly faults: readonly Fault[];
  /** Starts counting the calls of all ports anew. */
  readonly resetCalls: () => void;
}

export interface TestEngineOptions {
  /** To share one between engines, as processes do. */
  readonly store?: KeyStore;
  readonly auditLog?: AuditLog;
  readonly registers?: Registers;
  readonly usageStore?: UsageStore;
  /** Without one, there are no alerts. */
  readonly alertStore?: AlertStore;
  readonly alerts?: AlertHooks<TestOwner>;
  readonly addressStore?: AddressStore;
  readonly usage?: UsageOptions;
  readonly hasher?: Hasher;
  readonly clock?: ManualClock;
  readonly tracer?: Tracer;
  readonly cache?: CacheOptions;
  readonly rateLimiter?: RateLimiter;
  readonly quotaPool?: QuotaPool;
  readonly messages?: readonly ChangeMessages[];
  readonly proofs?: SharedProofOptions;
  /** Of the one configuration there is; or else several. */
  readonly policy?: KeyPolicy;
  readonly configurations?: Readonly<Record<string, KeyPolicy>>;
  readonly retention?: Retention | number | null;
}

export function testEngine(options: TestEngineOptions = {}): TestEngine {
  const { clock = manualClock(), cache, policy, retention } = options;
  const banned = new Set<string>();
  const faults: Fault[] = [];
  const timers = manualTimers();
  const store = faulty<KeyStore>(options.store ?? new MemoryKeyStore());
  const auditLog = faulty<AuditLog>(options.auditLog ?? new MemoryAuditLog());
  const registers = faulty<Registers>(options.registers ?? new MemoryRegisters());
  const hasher = faulty<Hasher>(options.hasher ?? instantHasher());
  const owners = faulty<OwnerDirectory<TestOwner>>({
    find: async (id) => (banned.has(id) ? null : { id }),
  });
  const engine = createKeyEngine({
    store: store.port,
    auditLog: auditLog.port,
    registers: registers.port,
    usageStore: options.usageStore,
    alertStore: options.alertStore,
    alerts: options.alerts,
    addressStore: options.addressStore,
    usage: options.usage,
    owners: owners.port,
    hasher: hasher.port,
    clock,
    timers,
    stopwatch: () => clock.now(),
    tracer: options.tracer,
    cache,
    rateLimiter: options.rateLimiter,
    quotaPool: options.quotaPool,
    messages: options.messages,
    proofs: options.proofs,
    retention,
    configurations:
      options.configurations ??
      (policy === undefined ? undefined : { [DEFAULT_CONFIG_ID]: policy }),
    onFault: (fault) => faults.push(fault),
  });
  const resetCalls = () => {
    for (const port of [store, auditLog, registers, hasher, owners]) port.resetCalls();
  };
  const ports = { store, auditLog, registers, owners, hasher };
  return { engine, ...ports, clock, timers, banned, faults, resetCalls };
}
