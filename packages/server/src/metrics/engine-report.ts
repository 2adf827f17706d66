import type { CallReading, EngineMetrics, HistogramReading, WebhookMetrics } from "@latchkey/core";
import type { Registry } from "prom-client";
import {
  type Metric,
  type Samples,
  reportCounter,
  reportGauge,
  reportHistogram,
} from "./reported.ts";

/** What there is to report: of keys, and of webhooks. */
export interface InstallationMetrics extends EngineMetrics {
  readonly webhooks: WebhookMetrics;
  /** Whether Redis answers now; `null`: there is none. */
  readonly isRedisReady: boolean | null;
}

type Read<Value> = (metrics: InstallationMetrics) => Value;

/** A metric of which there is one number. */
interface Single {
  readonly name: string;
  readonly help: string;
  readonly read: Read<number>;
}

/** A metric by one label, whose values are names in the code. */
interface Labelled<Value> {
  readonly name: string;
  readonly help: string;
  readonly label: string;
  readonly read: Read<Readonly<Record<string, Value>>>;
}

const GAUGES: readonly Single[] = [
  {
    name: "latchkey_cached_keys",
    help: "Keys whose secret is known to be right.",
    read: ({ cachedKeys }) => cachedKeys,
  },
  {
    name: "latchkey_hasher_running",
    help: "Runs of the hasher under way.",
    read: ({ hasher }) => hasher.running,
  },
  {
    name: "latchkey_hasher_waiting",
    help: "Runs of the hasher that wait for their turn.",
    read: ({ hasher }) => hasher.waiting,
  },
  {
    name: "latchkey_hasher_concurrency",
    help: "Runs of the hasher that may be under way at once.",
    read: ({ hasher }) => hasher.concurrency,
  },
  {
    name: "latchkey_usage_pending",
    help: "Keys and buckets that are counted and not yet written.",
    read: ({ usage }) => usage.pendingKeys + usage.pendingCounts,
  },
  {
    name: "latchkey_usage_flush_lag_seconds",
    help: "For how long the oldest use that is not written has waited.",
    read: ({ usage }) => usage.lag / 1_000,
  },
  {
    name: "latchkey_usage_last_flush_timestamp_seconds",
    help: "When uses were last written, in seconds since the epoch; 0 if not yet.",
    read: ({ usage }) => (usage.lastFlushAt ?? 0) / 1_000,
  },
];

/** Of what several processes share. */
const SHARED_GAUGES: readonly Single[] = [
  {
    name: "latchkey_limits_shared",
    help: "1 where limits are counted with other processes, 0 where by this one alone.",
    read: ({ limiter, isRedisReady }) => Number(isRedisReady === true && !limiter.isAlone),
  },
  {
    name: "latchkey_redis_up",
    help: "1 where Redis answers, 0 where it does not or there is none.",
    read: ({ isRedisReady }) => Number(isRedisReady === true),
  },
  {
    name: "latchkey_change_feed_age_seconds",
    help: "Since when it has not been looked for what others changed; 0 where nobody uses a key.",
    read: ({ changes }) => (changes.age ?? 0) / 1_000,
  },
];

const COUNTERS: readonly Single[] = [
  {
    name: "latchkey_limiter_failures_total",
    help: "Requests that were told to come again because limits or quota could not be asked.",
    read: ({ limiter }) => limiter.failed,
  },
  {
    name: "latchkey_limiter_fallbacks_total",
    help: "Requests that were counted in this process alone because what it shares was out of reach.",
    read: ({ limiter }) => limiter.fallbacks,
  },
  {
    name: "latchkey_limiter_overflows_total",
    help: "Keys whose count was forgotten too early for want of room.",
    read: ({ limiter }) => limiter.overflows,
  },
  {
    name: "latchkey_usage_dropped_total",
    help: "Outcomes that could not be written and are missing in the counts by the hour.",
    read: ({ usage }) => usage.dropped.hour,
  },
];

const LABELLED_COUNTERS: readonly Labelled<number>[] = [
  {
    name: "latchkey_change_messages_total",
    help: "Messages about changes: sent, heard, not to be sent, and times at which some may have been lost.",
    label: "what",
    read: ({ changes }) => ({ ...changes.messages }),
  },
  {
    name: "latchkey_shared_proofs_total",
    help: "Keys that were looked for among what other processes have proved.",
    label: "result",
    read: ({ proofs }) => ({ ...proofs }),
  },
  {
    name: "latchkey_verifications_total",
    help: "Verifications, by what came of them.",
    label: "outcome",
    read: ({ verifications }) => renamed(verifications, outcomeLabel),
  },
  {
    name: "latchkey_verification_cache_total",
    help: "Verifications, by what they could be answered from.",
    label: "result",
    read: ({ cache }) => ({ ...cache }),
  },
  {
    name: "latchkey_hasher_failures_total",
    help: "Runs of the hasher that failed.",
    label: "operation",
    read: ({ hasher }) => each(hasher.runs, ({ failed }) => failed),
  },
  {
    name: "latchkey_store_failures_total",
    help: "Calls of the key store that failed.",
    label: "call",
    read: (metrics) => each(storeCalls(metrics), ({ failed }) => failed),
  },
  {
    name: "latchkey_faults_total",
    help: "Failures beside what callers were told, by what was being done.",
    label: "during",
    read: ({ faults, webhooks }) => ({ ...faults, webhooks: webhooks.faults }),
  },
  {
    name: "latchkey_alerts_raised_total",
    help: "Alerts that were raised.",
    label: "kind",
    read: ({ alerts }) => alerts.raised,
  },
  {
    name: "latchkey_webhook_deliveries_total",
    help: "Attempts to deliver events to webhooks, by what came of them.",
    label: "outcome",
    read: ({ webhooks }) => ({ ...webhooks.deliveries }),
  },
];

const HISTOGRAMS: readonly Labelled<HistogramReading>[] = [
  {
    name: "latchkey_hasher_run_duration_seconds",
    help: "How long runs of the hasher take, without the wait for their turn.",
    label: "operation",
    read: ({ hasher }) => each(hasher.runs, ({ seconds }) => seconds),
  },
  {
    name: "latchkey_store_call_duration_seconds",
    help: "How long calls of the key store take, failed ones included.",
    label: "call",
    read: (metrics) => each(storeCalls(metrics), ({ seconds }) => seconds),
  },
];

const HASHER_WAIT = {
  name: "latchkey_hasher_wait_duration_seconds",
  help: "How long runs of the hasher wait for their turn.",
};

/** Puts into the registry all that an engine counts, to be read when it is asked for. */
export function reportEngine(registry: Registry, metrics: () => InstallationMetrics): void {
  for (const gauge of [...GAUGES, ...SHARED_GAUGES]) reportGauge(registry, single(gauge, metrics));
  for (const counter of COUNTERS) reportCounter(registry, single(counter, metrics));
  for (const counter of LABELLED_COUNTERS) reportCounter(registry, labelled(counter, metrics));
  for (const histogram of HISTOGRAMS) reportHistogram(registry, labelled(histogram, metrics));
  reportHistogram(registry, { ...HASHER_WAIT, read: () => [[{}, metrics().hasher.waits]] });
}

function single({ name, help, read }: Single, metrics: () => InstallationMetrics): Metric<number> {
  return { name, help, read: () => [[{}, read(metrics())]] };
}

function labelled<Value>(
  { name, help, label, read }: Labelled<Value>,
  metrics: () => InstallationMetrics,
): Metric<Value> {
  const samples = (): Samples<Value> =>
    Object.entries(read(metrics())).map(([value, reading]) => [{ [label]: value }, reading]);
  return { name, help, labels: [label], read: samples };
}

/** Looking for an owner is one of the things that the database is asked. */
function storeCalls({ store, owners }: EngineMetrics): Readonly<Record<string, CallReading>> {
  return { ...store, findOwner: owners };
}

function each<Value>(
  readings: Readonly<Record<string, CallReading>>,
  read: (reading: CallReading) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(readings).map(([name, it]) => [name, read(it)]));
}

function renamed(
  counts: Readonly<Record<string, number>>,
  name: (key: string) => string,
): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).map(([key, count]) => [name(key), count]));
}

/** `API_KEY_RATE_LIMITED` is `rate_limited`. */
function outcomeLabel(outcome: string): string {
  return outcome.replace(/^API_KEY_/, "").toLowerCase();
}
