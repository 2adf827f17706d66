import { type AlertHooks, alerting } from "./alert/alerting.ts";
import type { KeyAlerts } from "./alert/key-alerts.ts";
import type { Operation } from "./audit/actor.ts";
import { auditing } from "./audit/auditing.ts";
import type { KeyAudit } from "./audit/key-audit.ts";
import { Background, type Fault } from "./background/background.ts";
import { Broadcast } from "./feed/broadcast.ts";
import { bcryptHasher } from "./hash/bcrypt.ts";
import { boundedHasher } from "./hash/bounded-hasher.ts";
import { withRawBcrypt } from "./hash/imported-bcrypt.ts";
import { withSha256 } from "./hash/imported-sha256.ts";
import { Purger } from "./keeping/purger.ts";
import { RemovedKeys } from "./keeping/removed-keys.ts";
import { UsagePurger } from "./keeping/usage-purger.ts";
import { type Retention, retentionOf } from "./keeping/retention.ts";
import {
  type KeyOperation,
  type KeyReference,
  type LifecycleContext,
  tenantOf,
} from "./lifecycle/context.ts";
import { type CreateKeyInput, createKey } from "./lifecycle/create-key.ts";
import { deleteKey } from "./lifecycle/delete-key.ts";
import { getKey } from "./lifecycle/get-key.ts";
import { type ListAllKeysInput, listAllKeys } from "./lifecycle/list-all-keys.ts";
import { type ListKeysInput, type ListedKeys, listKeys } from "./lifecycle/list-keys.ts";
import type { ImportKeyInput } from "./lifecycle/import-draft.ts";
import { type ImportOptions, type ImportResult, importKeys } from "./lifecycle/import-key.ts";
import type { CreatedKey } from "./lifecycle/issue-key.ts";
import { type RevokeKeyInput, revokeKey } from "./lifecycle/revoke-key.ts";
import { type RotateKeyInput, type RotatedKey, rotateKey } from "./lifecycle/rotate-key.ts";
import { type UpdateKeyInput, updateKey } from "./lifecycle/update-key.ts";
import { MemoryRegisters } from "./memory/memory-registers.ts";
import { MemoryRateLimiter } from "./limit/memory-rate-limiter.ts";
import { CallTimes, type Stopwatch, systemStopwatch } from "./metrics/call-times.ts";
import type { EngineMetrics, UsageReading } from "./metrics/engine-metrics.ts";
import { STORE_CALLS, measuredStore } from "./metrics/measured-store.ts";
import { Configurations } from "./policy/configurations.ts";
import type { KeyPolicy } from "./policy/key-policy.ts";
import type { AlertStore } from "./port/alert-store.ts";
import type { AuditLog } from "./port/audit-log.ts";
import type { Change, ChangeMessages } from "./port/change-messages.ts";
import { type Clock, systemClock } from "./port/clock.ts";
import type { Hasher } from "./port/hasher.ts";
import type { KeyStore } from "./port/key-store.ts";
import type { OwnerDirectory, OwnerKind } from "./port/owner-directory.ts";
import type { UsageStore } from "./port/usage-store.ts";
import type { AddressStore } from "./port/address-store.ts";
import { type RandomSource, systemRandom } from "./port/random.ts";
import type { QuotaPool } from "./port/quota-pool.ts";
import type { RateLimiter } from "./port/rate-limiter.ts";
import type { Registers } from "./port/registers.ts";
import { type Timers, systemTimers } from "./port/timers.ts";
import { Quotas } from "./quota/quotas.ts";
import { type KeyQuota, type KeyView, withoutHash } from "./record/record.ts";
import { type KeyOverview, type OverviewInput, keyOverview } from "./usage/overview.ts";
import type { Tracer } from "./trace/tracing.ts";
import { UsageCounter } from "./usage/usage-counter.ts";
import { type UsageOptions, usageSettings } from "./usage/usage-options.ts";
import { UsageReader } from "./usage/usage-reader.ts";
import type { UsageState } from "./usage/usage-state.ts";
import { INVALID, type Verification, type VerifyRequest } from "./verify/verification.ts";
import { type CacheOptions, cachePolicy } from "./verify/cache-options.ts";
import { type SharedProofOptions, SharedProofs } from "./verify/shared-proofs.ts";
import { Verifier } from "./verify/verifier.ts";

export interface KeyEngineOptions<Owner> {
  readonly store: KeyStore;
  /**
   * Where verifications read a record again that they know; the store by default. Whatever else stands
   * in front of the store must show each change from the moment on at which the store's promise resolves.
   */
  readonly records?: Pick<KeyStore, "findById"> | undefined;
  readonly owners: OwnerDirectory<Owner>;
  /** Where operations on keys are written down; nowhere, by default. */
  readonly auditLog?: AuditLog | undefined;
  /** Where outcomes are counted by key, minute, hour and day; nowhere, by default. */
  readonly usageStore?: UsageStore | undefined;
  /** Where alerts are kept; none are raised, by default. */
  readonly alertStore?: AlertStore | undefined;
  /** When alerts are raised, and who is told of them. */
  readonly alerts?: AlertHooks<Owner> | undefined;
  /** Where it is kept from where keys were used; nowhere, by default. */
  readonly addressStore?: AddressStore | undefined;
  readonly usage?: UsageOptions | undefined;
  /** bcrypt at cost 10 by default. How many runs are under way at once is bounded; see `boundedHasher`. */
  readonly hasher?: Hasher | undefined;
  /** Needed where there is an `auditLog` or an `alertStore`, or a configuration has `maxKeys`; in this process's memory by default. */
  readonly registers?: Registers | undefined;
  /** Where requests are counted against limits; in this process's memory by default. */
  readonly rateLimiter?: RateLimiter | undefined;
  /**
   * Where processes share what was taken from quotas and not spent yet. By default each process keeps what it
   * takes, and what one holds that dies is lost to the key.
   */
  readonly quotaPool?: QuotaPool | undefined;
  /** Ways to tell other processes at once what this one changes. None by default: they look each second. */
  readonly messages?: readonly ChangeMessages[] | undefined;
  /** Where processes tell each other which keys they have proved. Nowhere by default: each proves them itself. */
  readonly proofs?: SharedProofOptions | undefined;
  readonly clock?: Clock | undefined;
  readonly timers?: Timers | undefined;
  /** What durations in `metrics()` are measured by. */
  readonly stopwatch?: Stopwatch | undefined;
  /**
   * Makes spans of verifications that have to wait for the store or the hasher, and of what they wait for: a
   * tracer of OpenTelemetry. Those that are answered from memory have none. None by default.
   */
  readonly tracer?: Tracer | undefined;
  readonly random?: RandomSource | undefined;
  readonly cache?: CacheOptions | undefined;
  /** What keys there may be, by the id of their configuration. By default there is one, `default`, and anything goes. */
  readonly configurations?: Readonly<Record<string, KeyPolicy>> | undefined;
  /** How long revoked and expired records stay, in seconds; `null`: for ever. A year (365 days) by default. */
  readonly retention?: Retention | number | null | undefined;
  /** Told what went wrong beside what callers were told: for logs and metrics. Ignored by default. */
  readonly onFault?: ((fault: Fault) => void) | undefined;
}

/** Creates, verifies and looks after the keys of one store. One per process and store: it is the cache. */
export interface KeyEngine<Owner> {
  /**
   * Whether the key may be used, for this request if there is one, and if not, why. Counts as one request
   * against quota and limits.
   *
   * @throws {RangeError} for a cost or limits in the request that are none; for nothing else.
   */
  verify(key: string, request?: VerifyRequest): Promise<Verification<Owner>>;
  /**
   * As `verify`, but answers without a promise where all that matters is known in this process: for those
   * who ask for every request. The promise never rejects.
   *
   * @throws {RangeError} at once, as `verify` rejects.
   */
  verifyAtOnce(
    key: string,
    request?: VerifyRequest,
  ): Verification<Owner> | Promise<Verification<Owner>>;
  create(input: CreateKeyInput): Promise<CreatedKey>;
  get(reference: KeyReference): Promise<KeyView>;
  /** The key with this id, whoever owns it; `null` where there is none. For those who decide who may see it. */
  find(id: string): Promise<KeyView | null>;
  list(input: ListKeysInput): Promise<ListedKeys>;
  /** Keys whoever owns them, newest first. For those who decide who may look. */
  listAll(input: ListAllKeysInput): Promise<ListedKeys>;
  update(input: UpdateKeyInput): Promise<KeyView>;
  rotate(input: RotateKeyInput): Promise<RotatedKey>;
  revoke(input: RevokeKeyInput): Promise<KeyView>;
  delete(input: KeyOperation): Promise<void>;
  /** Brings in keys that were hashed elsewhere; answers what came of each, in order. */
  import(
    inputs: readonly ImportKeyInput[],
    options?: ImportOptions,
  ): Promise<readonly ImportResult[]>;
  /** Removes now what the background would remove within the hour: what is past its retention. Answers how many. */
  purge(): Promise<number>;
  /** How often keys were used, and from where. */
  readonly usage: Pick<UsageReader, "read" | "addresses">;
  /**
   * All keys there are, and what became of them in a period: for those who decide who may look.
   *
   * @throws {KeyOperationError} `INVALID_USAGE_PERIOD`.
   */
  overview(input?: OverviewInput): Promise<KeyOverview>;
  /** How the writing of it is getting on. */
  usageState(): UsageState;
  /** What was done to keys, and by whom. */
  readonly audit: KeyAudit;
  /** What owners of keys should look at. */
  readonly alerts: KeyAlerts;
  /** What was done since the engine was made, in numbers. */
  metrics(): EngineMetrics;
  /**
   * To be called when an owner was changed, banned or deleted: its keys are judged anew at once; by other
   * processes when the promise resolves, if they can be told. A user, by default. Never rejects.
   */
  forgetOwner(referenceId: string, kind?: OwnerKind): Promise<void>;
  /**
   * Waits for work under way and writes what is noted. The engine can still be used afterwards, but
   * sweeps and purges nothing by itself any more, and hears nothing from other processes.
   */
  close(): Promise<void>;
}

/** @throws {RangeError} for a policy, a retention, cache or alert options that contradict themselves. */
export function createKeyEngine<Owner>(options: KeyEngineOptions<Owner>): KeyEngine<Owner> {
  const { clock = systemClock, timers = systemTimers } = options;
  const configurations = new Configurations(options.configurations);
  // SHA-256 takes no turn: it is done before anybody could wait.
  const stopwatch = options.stopwatch ?? systemStopwatch;
  const bounded = boundedHasher(
    withRawBcrypt(options.hasher ?? bcryptHasher()),
    undefined,
    stopwatch,
  );
  const hasher = withSha256(bounded);
  const storeTimes = new CallTimes(STORE_CALLS, stopwatch);
  const store = measuredStore(options.store, storeTimes);
  const ownerTimes = new CallTimes(["find"], stopwatch);
  const background = new Background(options.onFault ?? (() => undefined));
  const usageSetting = usageSettings(options.usage);
  const { usageStore: counts, addressStore: addresses } = options;
  const counterPorts = { store, counts, addresses, clock, timers, background };
  const usage = new UsageCounter(counterPorts, usageSetting.addresses);
  const usageReader = new UsageReader({ counts, addresses, counter: usage, clock });
  const random = options.random ?? systemRandom;
  const { quotaPool } = options;
  const pool = quotaPool && { shared: quotaPool, random };
  const quotas = new Quotas({ store, clock, timers, background, pool });
  const owners: OwnerDirectory<Owner> = {
    find: (id, kind) => ownerTimes.time("find", () => options.owners.find(id, kind)),
  };
  let overflows = 0;
  const limiter: RateLimiter =
    options.rateLimiter ??
    new MemoryRateLimiter(clock, () => {
      overflows += 1;
      background.report(new Error("More keys are limited at once than can be counted."), "limits");
    });
  const verifier = new Verifier(
    {
      store,
      records: options.records ?? store,
      owners,
      hasher,
      clock,
      timers,
      background,
      configurations,
      limiter,
      quotas,
      usage,
      tracer: options.tracer,
      proofs: options.proofs === undefined ? null : new SharedProofs(options.proofs, timers),
    },
    cachePolicy(options.cache),
  );
  const broadcast = new Broadcast({ messages: options.messages ?? [], timers, background });
  const forget = (change: Change) => {
    if (change.kind === "key") verifier.forgetKey(change.id);
    else verifier.forgetOwner(change.id, change.ownerKind);
  };
  broadcast.listen({
    changed: forget,
    missed: () => {
      background.run("feed", async () => verifier.feed?.lookAgain());
    },
  });
  const announce = async (change: Change) => {
    forget(change);
    await broadcast.publish(change);
  };
  // Every process knows its configurations: none must wait to learn that there are such keys.
  if (configurations.generate) verifier.expectForeign();
  const onChange = (id: string) => {
    verifier.forgetKey(id);
  };
  const { auditLog, registers = new MemoryRegisters() } = options;
  const removedKeys = new RemovedKeys({ counts, addresses, counter: usage, background });
  const onRemove = (id: string) => {
    removedKeys.removed(id);
  };
  const announceKey = (id: string) => announce({ kind: "key", id });
  const parts = { store, auditLog, registers, clock, timers, background, onRemove };
  const { changes, audit, noting, stop } = auditing({ ...parts, onChange: announceKey });
  const { alertStore, usageStore, addressStore } = options;
  const { alerts, changed, raised, ...alertSweep } = alerting(
    { ...parts, alertStore, usageStore, addressStore, owners, configurations },
    options.alerts,
  );
  const context: LifecycleContext = {
    store,
    registers,
    changes,
    hasher,
    clock,
    random,
    configurations,
    onChange,
  };
  const usagePurger = new UsagePurger({ counts, addresses, clock }, usageSetting.retention);
  const purger = new Purger(
    { store, changes, clock, timers, background, usage: usagePurger, removedKeys },
    retentionOf(options.retention),
  );
  purger.start();
  /** A record with what this process knows that the store does not yet. */
  const asKnownHere = (view: KeyView): KeyView => {
    const { remaining } = view.quota;
    return {
      ...view,
      lastRequest: latest(view.lastRequest, verifier.lastUsed(view.id)),
      quota: remaining === null ? view.quota : quotaWith(view.quota, quotas.held(view.id)),
    };
  };

  return {
    verifyAtOnce: (key, request) => verifier.verify(key, clock.now(), request),
    verify(key, request) {
      try {
        const verification = verifier.verify(key, clock.now(), request);
        if (verification instanceof Promise) return verification;
        return verification === INVALID ? ANSWERED_INVALID : Promise.resolve(verification);
      } catch (error) {
        return Promise.reject(error);
      }
    },
    audit,
    alerts,
    usage: usageReader,
    overview: (input = {}) => keyOverview(input, { store, counts, counter: usage, clock }),
    usageState: () => usage.state,
    create: (input) => noting(actingFor(input), () => createKey(input, context)),
    get: async (reference) => asKnownHere(withoutHash(await getKey(reference, context))),
    find: async (id) => {
      const record = await store.findById(id);
      return record === null ? null : asKnownHere(withoutHash(record));
    },
    list: async (input) => {
      const listed = await listKeys(input, context);
      return { ...listed, records: listed.records.map(asKnownHere) };
    },
    listAll: async (input) => {
      const listed = await listAllKeys(input, context);
      return { ...listed, records: listed.records.map(asKnownHere) };
    },
    update: async (input) => {
      const updated = await noting(actingFor(input), () => updateKey(input, context));
      changed(updated.id);
      return asKnownHere(updated);
    },
    rotate: async (input) => {
      const rotated = await noting(actingFor(input), () => rotateKey(input, context));
      changed(rotated.predecessor.id);
      return { ...rotated, predecessor: asKnownHere(rotated.predecessor) };
    },
    revoke: async (input) => {
      const revoked = await revokeKey(input, context);
      changed(revoked.id);
      return asKnownHere(revoked);
    },
    delete: async (input) => {
      await deleteKey(input, context);
      changed(input.id);
    },
    import: (inputs, importOptions = {}) =>
      importKeys(inputs, importOptions, {
        ...context,
        owners,
        onImport: () => {
          verifier.expectForeign();
        },
      }),
    purge: () => purger.purge(),
    metrics() {
      const { spendingFailed, ...verified } = verifier.metrics;
      return {
        ...verified,
        hasher: bounded.metrics(),
        store: storeTimes.read(),
        owners: ownerTimes.read().find,
        limiter: {
          failed: spendingFailed,
          fallbacks: limiter.fallbacks ?? 0,
          isAlone: limiter.isAlone ?? false,
          overflows,
        },
        changes: {
          age: ageOf(verifier.feed?.through ?? null, clock.now()),
          messages: broadcast.metrics,
        },
        usage: readingOf(usage.state, clock.now()),
        alerts: { raised: raised() },
        faults: background.faults,
      };
    },
    forgetOwner: (id, ownerKind = "user") => announce({ kind: "owner", id, ownerKind }),
    async close() {
      stop();
      alertSweep.stop();
      purger.stop();
      verifier.feed?.close();
      background.run("messages", () => broadcast.close());
      background.run("usage", () => usage.flush());
      background.run("quota", () => quotas.close());
      await background.idle();
    },
  };
}

/** The answer to what is no key at all, which is asked for most often by those who try keys out. */
const ANSWERED_INVALID = Promise.resolve(INVALID);

/** For whom an operation is, and who does it. */
function actingFor({ by, ...input }: Omit<KeyReference, "id"> & Operation) {
  return { ...tenantOf(input), by };
}

/** `used` in milliseconds since the epoch; 0: never. */
function latest(stored: Date | null, used: number): Date | null {
  return used > (stored?.getTime() ?? 0) ? new Date(used) : stored;
}

function quotaWith(quota: KeyQuota, held: number): KeyQuota {
  return { ...quota, remaining: (quota.remaining ?? 0) + held };
}

function ageOf(moment: number | null, now: number): number | null {
  return moment === null ? null : Math.max(0, now - moment);
}

function readingOf(state: UsageState, now: number): UsageReading {
  return { ...state, lag: ageOf(state.pendingSince, now) ?? 0 };
}
