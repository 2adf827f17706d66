import { hash, randomBytes } from "node:crypto";
import { canBeForeign } from "../key/fingerprint.ts";
import { type ParsedKey, parseKey, resemblesKey } from "../key/parse.ts";
import type { EngineMetrics } from "../metrics/engine-metrics.ts";
import { type CacheReading, VerificationTally } from "../metrics/verification-tally.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { OwnerDirectory, OwnerKind } from "../port/owner-directory.ts";
import type { CachePolicy } from "./cache-options.ts";
import { ForeignKeys } from "./foreign-keys.ts";
import { ChangeFeed } from "../feed/change-feed.ts";
import type { Quotas } from "../quota/quotas.ts";
import { SPAN_ERROR, type Span, inSpan } from "../trace/tracing.ts";
import { fromNearTime } from "../usage/near-time.ts";
import type { UsageCounter } from "../usage/usage-counter.ts";
import { judgeRecord, judgeUse } from "./judge.ts";
import { KeyCache, type ProvenKey } from "./key-cache.ts";
import { KnownOwners } from "./known-owners.ts";
import { type KnownRecord, knownIn } from "./known-record.ts";
import { Prover, type ProverPorts } from "./prover.ts";
import { startMark } from "./start-mark.ts";
import { SingleFlight } from "./single-flight.ts";
import { type Settled, Spender, type Spending } from "./spending.ts";
import { RETRY_PAUSE, StateReader } from "./state-reader.ts";
import {
  type AcceptedKey,
  INVALID,
  type RefusedKey,
  type Verification,
  type VerifyRequest,
  refuse,
} from "./verification.ts";

export interface VerifierPorts<Owner> extends ProverPorts {
  /** Where known records are read again. */
  readonly records: Pick<KeyStore, "findById">;
  readonly owners: OwnerDirectory<Owner>;
  readonly quotas: Quotas;
  readonly usage: UsageCounter;
}

const NO_PROOFS = { found: 0, absent: 0, failed: 0 } as const;

/** How often one verification may find that the hash it checked against was replaced meanwhile. */
const MAX_PROOFS = 3;

/**
 * Tells whether a key may be used: shape, secret, then the state of its record and its owner.
 *
 * The secret is proved once per process (the hasher is slow) and remembered by a salted digest. The
 * state is read again every `revalidateAfter` milliseconds, and at once after a change made here.
 */
export class Verifier<Owner> {
  readonly #ports: VerifierPorts<Owner>;
  readonly #salt = randomBytes(16).toString("base64url");
  readonly #keys: KeyCache<Owner>;
  readonly #owners: KnownOwners<Owner>;
  readonly #foreign: ForeignKeys;
  readonly #prover: Prover<Owner>;
  readonly #records: StateReader;
  /** Reads of records that limits say were changed, by id and mark. */
  readonly #markedReads = new SingleFlight<KnownRecord | null>();
  readonly #spender: Spender;
  readonly #tally = new VerificationTally();

  /** Tells of changes that others have made; `null`: records are read each time. */
  readonly feed: ChangeFeed | null;

  constructor(ports: VerifierPorts<Owner>, policy: CachePolicy) {
    this.#ports = ports;
    this.#keys = new KeyCache(policy.capacity);
    this.#owners = new KnownOwners(
      { ...ports, state: new StateReader(ports, policy, null) },
      policy.capacity,
    );
    this.#foreign = new ForeignKeys(ports);
    this.#prover = new Prover(ports, this.#keys, this.#foreign, this.#owners.name);
    this.feed =
      policy.revalidateAfter === 0
        ? null
        : new ChangeFeed(
            {
              ...ports,
              onChange: (id) => {
                this.forgetKey(id);
              },
              activity: () => this.#tally.total,
            },
            policy.revalidateAfter,
          );
    this.#records = new StateReader(ports, policy, this.feed);
    this.#spender = new Spender(ports);
  }

  /**
   * Answers at once, without a promise, where all that matters is known at `now` (milliseconds since
   * the epoch): that is the hot path. The promise never rejects.
   *
   * @throws {RangeError} for a request whose cost or limits are none.
   */
  verify(
    key: string,
    now: number,
    request?: VerifyRequest,
  ): Verification<Owner> | Promise<Verification<Owner>> {
    if (request !== undefined) this.#spender.assertRequest(request);
    // Callers without types hand in whatever came.
    if (typeof key !== "string") return this.#malformed(now);
    const mark = startMark(key);
    const likely = this.#keys.likely(mark);
    // A key that is known needs no look at its checksum; nothing is cheaper for what is none.
    if (likely === undefined && !this.#keys.mayHold(mark) && !this.#mayBeKey(key, now)) {
      return this.#malformed(now);
    }
    const digest = hash("sha256", this.#salt + key, "binary");
    const proven = likely?.digest === digest ? likely : this.#keys.get(mark, digest);
    const known = proven === undefined ? null : this.#recall(proven, now, request);
    if (known !== null) {
      return known instanceof Promise
        ? this.#hitLater(known, key, digest, request)
        : this.#tally.hit(known);
    }
    const parsed = parseKey(key);
    if (parsed === null && !this.#mayBeForeign(key, now)) return this.#malformed(now);
    const how = proven === undefined ? "miss" : "revalidated";
    return inSpan(this.#ports.tracer, "latchkey.verify", async (span) => {
      const verification = await this.#find(key, parsed, digest, request);
      if (span !== null) describe(span, how, verification);
      return this.#tally.other(how, verification);
    });
  }

  /** What came of verifications, what they were answered from, and what is known now. */
  get metrics(): Pick<EngineMetrics, "verifications" | "cache" | "cachedKeys" | "proofs"> & {
    readonly spendingFailed: number;
  } {
    return {
      verifications: this.#tally.outcomes(),
      cache: this.#tally.cache(),
      cachedKeys: this.#keys.size,
      proofs: this.#ports.proofs?.metrics ?? NO_PROOFS,
      spendingFailed: this.#spender.failed,
    };
  }

  /** When the key last passed here, as far as that is known: milliseconds since the epoch, or 0. */
  lastUsed(id: string): number {
    const usedAt = this.#keys.getById(id)?.usedAt ?? null;
    return usedAt === null ? 0 : fromNearTime(usedAt);
  }

  /** Keys from elsewhere were brought in: from now on they are looked for. */
  expectForeign(): void {
    this.#foreign.arrived();
  }

  /** What is known of this record no longer counts: the next verification reads it. */
  forgetKey(id: string): void {
    this.#prover.recordChanged();
    this.#keys.getById(id)?.record.invalidate();
  }

  /** What is known of this owner no longer counts: the next verification of any of its keys asks. */
  forgetOwner(referenceId: string, kind: OwnerKind): void {
    this.#owners.forget(referenceId, kind);
  }

  async #hitLater(
    verifying: Promise<Verification<Owner> | null>,
    key: string,
    digest: string,
    request: VerifyRequest | undefined,
  ): Promise<Verification<Owner>> {
    const verification = await verifying;
    if (verification !== null) return this.#tally.hit(verification);
    const found = await this.#find(key, parseKey(key), digest, request);
    return this.#tally.other("revalidated", found);
  }

  /** The verdict on what is known and still believed; `null` where something has to be read. */
  #recall(
    proven: ProvenKey<Owner>,
    now: number,
    request: VerifyRequest | undefined,
  ): Verification<Owner> | Promise<Verification<Owner> | null> | null {
    const record = this.#records.recall(proven.record, now);
    if (record === undefined) return null;
    if (record === null) return this.#nobodys(now);
    if (record.hash !== proven.hash) return null;
    const refused = isOfAnother(record, request) ? INVALID : judgeRecord(record.view, now);
    if (refused !== null) return this.#refused(proven, refused, now);
    const owner = this.#owners.recall(proven, record, now);
    if (owner === undefined) return null;
    if (owner === null) return this.#refused(proven, ownerless(record), now);
    const denied = judgeUse(record, request);
    if (denied !== null) return this.#refused(proven, denied, now);
    return this.#pay(proven, record, owner, request, now);
  }

  #mayBeKey(key: string, now: number): boolean {
    return resemblesKey(key) || this.#mayBeForeign(key, now);
  }

  #mayBeForeign(key: string, now: number): boolean {
    return this.#foreign.known(now) !== false && canBeForeign(key);
  }

  async #find(
    key: string,
    parsed: ParsedKey | null,
    digest: string,
    request: VerifyRequest | undefined,
  ): Promise<Verification<Owner>> {
    try {
      return await this.#proveAndJudge(key, parsed, digest, request);
    } catch (error) {
      this.#ports.background.report(error, "verify");
      return this.#unavailable(RETRY_PAUSE);
    }
  }

  async #proveAndJudge(
    key: string,
    parsed: ParsedKey | null,
    digest: string,
    request: VerifyRequest | undefined,
  ): Promise<Verification<Owner>> {
    for (let proofs = 0; proofs < MAX_PROOFS; proofs += 1) {
      const proof = await this.#prover.prove(key, parsed, digest);
      if (proof.kind === "wrong") return this.#wrong(proof.suspectId);
      if (proof.kind === "throttled") {
        // Not "invalid": the secret was not looked at, and may well be the right one.
        return this.#unavailable(proof.wait);
      }
      const { proven } = proof;
      const record = await this.#currentRecord(proven);
      if (record === null) return this.#nobodys(this.#ports.clock.now());
      if (record.hash === proven.hash) {
        const verification = await this.#judge(proven, record, request);
        if (verification !== null) return verification;
      }
      // The record has another hash than the one this key was checked against: the proof is void.
      this.#keys.delete(proven);
    }
    throw new Error("The hash of the record is another each time it is read.");
  }

  #currentRecord(proven: ProvenKey<Owner>): Promise<KnownRecord | null> {
    return this.#records.current(proven.record, () => this.#readRecord(proven));
  }

  async #readRecord(proven: ProvenKey<Owner>): Promise<KnownRecord | null> {
    const { records, configurations, tracer } = this.#ports;
    const read = () => records.findById(proven.id);
    const record = await inSpan(tracer, "latchkey.store.findById", read);
    return knownIn(configurations, record, proven, this.#owners.name);
  }

  async #judge(
    proven: ProvenKey<Owner>,
    known: KnownRecord,
    request: VerifyRequest | undefined,
  ): Promise<Verification<Owner> | null> {
    const { clock } = this.#ports;
    const { refused, owner } = await this.#judgeRead(known, request);
    return refused === null
      ? this.#pay(proven, known, owner, request, clock.now())
      : this.#refused(proven, refused, clock.now());
  }

  /** By its record, and its owner, who may have to be read. */
  async #judgeRead(known: KnownRecord, request: VerifyRequest | undefined): Promise<Judged<Owner>> {
    const { clock } = this.#ports;
    const { view } = known;
    const refused = isOfAnother(known, request) ? INVALID : judgeRecord(view, clock.now());
    if (refused !== null) return { refused, owner: null };
    const owner = await this.#owners.current(view.referenceId, known.rules.ownerKind);
    // Reading the owner took time, in which the key may have expired.
    const ended = judgeRecord(view, clock.now());
    if (ended !== null) return { refused: ended, owner: null };
    if (owner === null) return { refused: ownerless(known), owner: null };
    const denied = judgeUse(known, request);
    return denied === null ? { refused: null, owner } : { refused: denied, owner: null };
  }

  /** The last step: a key that may be used, by this owner, for this request, if it can be paid for. */
  #pay(
    proven: ProvenKey<Owner>,
    known: KnownRecord,
    owner: Owner,
    request: VerifyRequest | undefined,
    now: number,
  ): Verification<Owner> | Promise<Verification<Owner> | null> {
    const spent = this.#spender.spend(known, proven.limiter, request, now);
    return spent instanceof Promise
      ? this.#paidLater(proven, known, owner, spent, request)
      : this.#conclude(proven, known, owner, spent, request, now);
  }

  /** `null` where the proof is void. Apart, so that what is settled at once makes no closure. */
  async #paidLater(
    proven: ProvenKey<Owner>,
    known: KnownRecord,
    owner: Owner,
    settling: Promise<Settled>,
    request: VerifyRequest | undefined,
  ): Promise<Verification<Owner> | null> {
    const { spending, mark } = await settling;
    if (mark !== undefined && mark !== proven.seenMark) {
      return this.#judgeMarked(proven, { spending, mark }, request);
    }
    return this.#conclude(proven, known, owner, spending, request, this.#ports.clock.now());
  }

  /** What was asked with an older record in mind is judged by the one that the limits know of. */
  async #judgeMarked(
    proven: ProvenKey<Owner>,
    { spending, mark }: Settled & { readonly mark: string | null },
    request: VerifyRequest | undefined,
  ): Promise<Verification<Owner> | null> {
    const { clock, background } = this.#ports;
    try {
      const known = await this.#readMarked(proven, mark);
      if (known === null) return this.#nobodys(clock.now());
      if (known.hash !== proven.hash) return null;
      const { refused, owner } = await this.#judgeRead(known, request);
      if (refused !== null) {
        if (spending.valid) this.#spender.release(known, spending, request);
        return this.#refused(proven, refused, clock.now());
      }
      return this.#conclude(proven, known, owner, spending, request, clock.now());
    } catch (error) {
      background.report(error, "verify");
      return this.#unavailable(RETRY_PAUSE);
    }
  }

  /** The record as it was when the limits told this mark, or later. However many are told it, it is read once. */
  async #readMarked(proven: ProvenKey<Owner>, mark: string | null): Promise<KnownRecord | null> {
    return this.#markedReads.run(`${proven.id} ${mark}`, async () => {
      proven.record.invalidate();
      const known = await this.#currentRecord(proven);
      proven.seenMark = mark;
      return known;
    });
  }

  #conclude(
    proven: ProvenKey<Owner>,
    known: KnownRecord,
    owner: Owner,
    spent: Spending,
    request: VerifyRequest | undefined,
    now: number,
  ): Verification<Owner> {
    if (!spent.valid) return this.#refused(proven, spent, now);
    if (request?.isRepeated !== true) {
      this.#ports.usage.count(proven, "valid", now);
      if (request !== undefined) this.#ports.usage.noteSource(proven, request, now);
    }
    return accepted(known, owner, spent);
  }

  #refused(proven: ProvenKey<Owner>, refused: RefusedKey, now: number): RefusedKey {
    this.#ports.usage.count(proven, refused.outcome, now);
    return refused;
  }

  /** Of a wrong secret for the key that is suspected, if any. */
  #wrong(suspectId: string | null): RefusedKey {
    this.#ports.usage.countUnproven(suspectId, INVALID.outcome, this.#ports.clock.now());
    return INVALID;
  }

  #malformed(now: number): RefusedKey {
    return this.#tally.other("malformed", this.#nobodys(now));
  }

  /** Of what is no key of anybody's. */
  #nobodys(now: number): RefusedKey {
    this.#ports.usage.countUnproven(null, INVALID.outcome, now);
    return INVALID;
  }

  /** `wait` in milliseconds. Whose key it is is not known. */
  #unavailable(wait: number): RefusedKey {
    this.#ports.usage.countUnproven(null, "API_KEY_UNAVAILABLE", this.#ports.clock.now());
    return refuse("API_KEY_UNAVAILABLE", { retryAfter: Math.ceil(wait / 1_000) });
  }
}

/** Neither what was presented, nor anything that a person has written: of the key only its record's id, once proven. */
function describe(
  span: Span,
  cache: keyof CacheReading,
  verification: Verification<unknown>,
): void {
  const { outcome, record } = verification;
  span.setAttribute("latchkey.outcome", outcome);
  span.setAttribute("latchkey.cache", cache);
  if (record !== undefined) span.setAttribute("latchkey.key.id", record.id);
  if (outcome === "API_KEY_UNAVAILABLE") span.setStatus({ code: SPAN_ERROR });
}

type Judged<Owner> =
  | { readonly refused: RefusedKey; readonly owner: null }
  | { readonly refused: null; readonly owner: Owner };

/** Of a key whose owner is gone or banned. */
function ownerless({ view: record }: KnownRecord): RefusedKey {
  return refuse("API_KEY_INVALID", { record });
}

/** Whether the key is under another configuration than is asked for. */
function isOfAnother({ view }: KnownRecord, request: VerifyRequest | undefined): boolean {
  return request?.configId !== undefined && request.configId !== view.configId;
}

function accepted<Owner>(
  { view: record, rules: { permissions } }: KnownRecord,
  owner: Owner,
  { limits, remaining }: Extract<Spending, { valid: true }>,
): AcceptedKey<Owner> {
  return { valid: true, outcome: "valid", record, owner, permissions, limits, remaining };
}
