import type { Background } from "../background/background.ts";
import { type ParsedKey, resemblesKey } from "../key/parse.ts";
import type { Configurations } from "../policy/configurations.ts";
import type { Clock } from "../port/clock.ts";
import type { Hasher } from "../port/hasher.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { RateLimiter } from "../port/rate-limiter.ts";
import type { Timers } from "../port/timers.ts";
import { type Tracer, inSpan } from "../trace/tracing.ts";
import { AttemptThrottle } from "./attempt-throttle.ts";
import { BoundedMap } from "./bounded-map.ts";
import { inTime } from "./deadline.ts";
import type { ForeignKeys } from "./foreign-keys.ts";
import { type Identification, type IdentifyPorts, identify } from "./identify.ts";
import { type KeyCache, ProvenKey } from "./key-cache.ts";
import { type OwnerName, knownIn } from "./known-record.ts";
import { PacedStarts } from "./paced-starts.ts";
import { Rehasher } from "./rehasher.ts";
import { startMark } from "./start-mark.ts";
import { SharedReads } from "./shared-reads.ts";
import type { SharedProofs } from "./shared-proofs.ts";
import { SingleFlight } from "./single-flight.ts";

/** Milliseconds for which a refused secret is remembered, so that trying it again costs nothing. */
export const WRONG_KEY_MEMORY = 5_000;
const MAX_WRONG_KEYS = 10_000;

interface WrongKey {
  /** Milliseconds since the epoch. */
  readonly foundAt: number;
  readonly suspectId: string | null;
}

type ProvedElsewhere = Extract<Identification, { kind: "proven" }>;

/** What came of checking a secret. */
export type Proof<Owner> =
  | { readonly kind: "proven"; readonly proven: ProvenKey<Owner> }
  /** `suspectId`: of the key whose start was presented, and not its secret; `null`: of none. */
  | { readonly kind: "wrong"; readonly suspectId: string | null }
  /** Not looked at. `wait` in milliseconds. */
  | { readonly kind: "throttled"; readonly wait: number };

export interface ProverPorts {
  readonly store: KeyStore;
  readonly hasher: Hasher;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
  readonly limiter: RateLimiter;
  /** Told of verifications that do not come from memory, and what they wait for. None by default. */
  readonly tracer?: Tracer | undefined;
  readonly configurations: Configurations;
  /** What other processes have proved; `null`: they do not say. */
  readonly proofs: SharedProofs | null;
}

/**
 * Checks secrets, which is slow, and remembers what came of it: right ones in the cache, wrong ones
 * for a few seconds. However many callers present one key, it is checked once.
 */
export class Prover<Owner> {
  readonly #ports: ProverPorts;
  readonly #keys: KeyCache<Owner>;
  readonly #identifyPorts: IdentifyPorts;
  readonly #checks = new SingleFlight<Proof<Owner>>();
  readonly #rehasher: Rehasher;
  readonly #ownerName: OwnerName;
  /** Keys whose hash is to be replaced, and for which there was no room yet; with the look-up to be. */
  readonly #due = new WeakMap<ProvenKey<Owner>, { readonly lookup: string | null }>();
  /** When they were found wrong, and for whose key, by digest. */
  readonly #wrong = new BoundedMap<string, WrongKey>(MAX_WRONG_KEYS);

  /** How often a record was changed. */
  #changes = 0;

  constructor(
    ports: ProverPorts,
    keys: KeyCache<Owner>,
    foreign: ForeignKeys,
    ownerName: OwnerName,
  ) {
    this.#ownerName = ownerName;
    this.#ports = ports;
    this.#keys = keys;
    this.#rehasher = new Rehasher(ports);
    const { store, timers, hasher, clock, tracer } = ports;
    const paced = new PacedStarts();
    const patiently = <T>(name: string, read: () => Promise<T>) =>
      paced.run(() => inTime(() => inSpan(tracer, name, read), timers));
    // Somebody may send very many wrong secrets for one start before the first of them has been hashed.
    const lookUps = new SharedReads((start) =>
      patiently("latchkey.store.findByStart", () => store.findByStart(start)),
    );
    this.#identifyPorts = {
      findByStart: (start) => lookUps.read(start),
      hasForeign: () => foreign.any(),
      findForeign: (marks) =>
        patiently("latchkey.store.findForeign", () => store.findForeign(marks)),
      verifyHash: (key, hash) =>
        inSpan(tracer, "latchkey.hash.verify", () => hasher.verify(key, hash)),
      throttle: new AttemptThrottle(),
      foreignThrottle: new AttemptThrottle(),
      clock,
    };
  }

  /** A record was changed here: what is being read of any says nothing about its state. */
  recordChanged(): void {
    this.#changes += 1;
  }

  /**
   * At once for a key that is known, right or wrong. `parsed` is `null` for what is not of our form.
   * Rejects where the store or the hasher does.
   */
  async prove(key: string, parsed: ParsedKey | null, digest: string): Promise<Proof<Owner>> {
    const proven = this.#keys.get(startMark(key), digest);
    if (proven !== undefined) {
      const due = this.#due.get(proven);
      if (due !== undefined) this.#rehash(key, proven, due);
      return { kind: "proven", proven };
    }
    const wrong = this.#wrong.get(digest);
    if (
      wrong !== undefined &&
      Math.abs(this.#ports.clock.now() - wrong.foundAt) < WRONG_KEY_MEMORY
    ) {
      return { kind: "wrong", suspectId: wrong.suspectId };
    }
    const proof = await this.#checks.run(digest, () => this.#check(key, parsed, digest));
    if (proof.kind === "proven" && this.#keys.getById(proof.proven.id) !== proof.proven) {
      // It has gone from the cache already: a change since then did not find it.
      proof.proven.record.invalidate();
    }
    return proof;
  }

  async #check(key: string, parsed: ParsedKey | null, digest: string): Promise<Proof<Owner>> {
    const { clock, hasher, configurations, proofs } = this.#ports;
    const beganAt = clock.now();
    const changesBefore = this.#changes;
    const name = proofs === null ? "" : proofs.nameOf(key);
    const found =
      (await this.#provedElsewhere(name)) ?? (await identify(key, parsed, this.#identifyPorts));
    switch (found.kind) {
      case "throttled":
        return found;
      case "wrong":
        this.#wrong.set(digest, { foundAt: clock.now(), suspectId: found.suspectId });
        return found;
      case "proven": {
        const { record, lookup } = found;
        const proven = this.#remember(key, digest, record);
        // From here on a change finds the key. One that came since the look-up began may have come after
        // the record was read: then it is read again.
        if (this.#changes === changesBefore) {
          proven.record.settle(knownIn(configurations, record, proven, this.#ownerName), beganAt);
        }
        if (hasher.needsRehash(record.hash)) this.#rehash(key, proven, { lookup });
        else if (found.isShared !== true) this.#share(name, record);
        return { kind: "proven", proven };
      }
    }
  }

  /**
   * The record of a key that another process has proved; `null` where none has, or where the record, or its
   * hash, is another by now. Rejects where the store does.
   */
  async #provedElsewhere(name: string): Promise<ProvedElsewhere | null> {
    const { proofs, store, timers, tracer, hasher } = this.#ports;
    if (proofs === null) return null;
    const proof = await inSpan(tracer, "latchkey.proofs.find", () => proofs.find(name));
    if (proof === null) return null;
    const read = () => store.findById(proof.id);
    const record = await inTime(() => inSpan(tracer, "latchkey.store.findById", read), timers);
    if (record === null || !proofs.holds(name, proof, record)) return null;
    // What is to be hashed anew is found in the usual way, which knows how.
    if (hasher.needsRehash(record.hash)) return null;
    return { kind: "proven", record, lookup: null, isShared: true };
  }

  /** Nobody waits for it; who does not hear of it proves the key by itself. */
  #share(name: string, record: { readonly id: string; readonly hash: string }): void {
    const { proofs, background } = this.#ports;
    if (proofs !== null) background.run("proofs", () => proofs.keep(name, record));
  }

  #remember(
    key: string,
    digest: string,
    { id, hash }: { readonly id: string; readonly hash: string },
  ): ProvenKey<Owner> {
    const mark = resemblesKey(key) ? startMark(key) : null;
    const limiter = this.#ports.limiter.of(id);
    const proven = new ProvenKey<Owner>({ digest, mark, id, hash }, limiter);
    proven.usedAt = this.#keys.getById(id)?.usedAt ?? null;
    proven.writtenAt = proven.usedAt;
    this.#keys.set(proven);
    return proven;
  }

  #rehash(key: string, proven: ProvenKey<Owner>, due: { readonly lookup: string | null }): void {
    const { digest, id, hash } = proven;
    const isTaken = this.#rehasher.offer({
      key,
      id,
      hash,
      lookup: due.lookup,
      onDone: (renewed) => {
        const { proofs } = this.#ports;
        this.#remember(key, digest, { id, hash: renewed });
        if (proofs !== null) this.#share(proofs.nameOf(key), { id, hash: renewed });
      },
    });
    if (isTaken) this.#due.delete(proven);
    else this.#due.set(proven, due);
  }
}
