import type { BroadcastReading } from "../feed/broadcast.ts";
import type { ProofsReading } from "../verify/shared-proofs.ts";
import type { UsageState } from "../usage/usage-state.ts";
import type { AlertKind } from "../alert/alert.ts";
import type { Outcome } from "../code/outcome-codes.ts";
import type { CallReading } from "./call-times.ts";
import type { HistogramReading } from "./histogram.ts";
import type { StoreCall } from "./measured-store.ts";
import type { CacheReading } from "./verification-tally.ts";

/**
 * What an engine has done since it was made: numbers, under names that are the same for every
 * installation. Nothing in it is of any one key or owner. Counts only ever grow, except where it says "now".
 */
export interface EngineMetrics {
  /** By what came of them, the looks of later layers at one request included. */
  readonly verifications: Readonly<Record<Outcome, number>>;
  /** The same verifications by what they could be answered from. */
  readonly cache: CacheReading;
  /** How many keys are known now. */
  readonly cachedKeys: number;
  readonly hasher: HasherReading;
  readonly store: Readonly<Record<StoreCall, CallReading>>;
  /** Looking for owners. */
  readonly owners: CallReading;
  readonly limiter: LimiterReading;
  readonly changes: ChangesReading;
  readonly proofs: ProofsReading;
  readonly usage: UsageReading;
  readonly alerts: AlertsReading;
  /** What `onFault` was told, by what was being done. */
  readonly faults: Readonly<Record<string, number>>;
}

export interface HasherReading {
  /** By what was run; the time for which a run waited for its turn is not in it. */
  readonly runs: Readonly<Record<"hash" | "verify", CallReading>>;
  /** For how long runs waited for their turn. */
  readonly waits: HistogramReading;
  /** Now. */
  readonly running: number;
  /** For their turn, now. */
  readonly waiting: number;
  /** How many may run at once. */
  readonly concurrency: number;
}

export interface LimiterReading {
  /** How often a limit or quota could not be asked, and the request was told to come again. */
  readonly failed: number;
  /** How often a shared limiter was out of reach, and counted in this process instead. */
  readonly fallbacks: number;
  /** Whether limits that are shared with other processes are not shared now. */
  readonly isAlone: boolean;
  /** How often a key's count was forgotten too early, for want of room. */
  readonly overflows: number;
}

/** What is known of changes that other processes make. */
export interface ChangesReading {
  /** Milliseconds since the last look at what was changed, while it is looked for; else `null`. Now. */
  readonly age: number | null;
  readonly messages: BroadcastReading;
}

export interface AlertsReading {
  /** By kind, those that this process has raised. */
  readonly raised: Readonly<Record<AlertKind, number>>;
}

export interface UsageReading extends UsageState {
  /** Milliseconds for which the oldest of what is pending has waited; 0: nothing is. Now. */
  readonly lag: number;
}
