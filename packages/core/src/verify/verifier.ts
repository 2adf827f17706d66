import { hash, randomBytes } from "node:crypto";
import { type ParsedKey, parseKey } from "../key/parse.ts";
import type { Clock } from "../port/clock.ts";
import type { Hasher } from "../port/hasher.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { OwnerDirectory } from "../port/owner-directory.ts";
import type { KeyRecord } from "../record/record.ts";
import { AttemptThrottle } from "./attempt-throttle.ts";
import type { Background } from "../background/background.ts";
import { BoundedMap } from "./bounded-map.ts";
import { type Identification, identify } from "./identify.ts";
import { judge } from "./judge.ts";
import { KeyCache, type ProvenKey } from "./key-cache.ts";
import { SingleFlight } from "./single-flight.ts";
import { Snapshot } from "./snapshot.ts";
import { type Verification, refuse } from "./verification.ts";

export interface CacheOptions {
  /** How many proven keys (and as many owners) are kept. 100,000 by default. */
  readonly capacity?: number;
  /**
   * Milliseconds for which a record or an owner is believed without reading it again; 1,000 by
   * default. What another process changes is seen after this long; what this one changes, at once.
   */
  readonly revalidateAfter?: number;
  /** Milliseconds for which a proven key keeps working while the store is away; 30,000 by default. */
  readonly maxStaleness?: number;
}

export interface VerifierPorts<Owner> {
  readonly store: KeyStore;
  readonly owners: OwnerDirectory<Owner>;
  readonly hasher: Hasher;
  readonly clock: Clock;
  readonly background: Background;
}

/** Milliseconds for which a refused secret is remembered, so that trying it again costs nothing. */
const WRONG_KEY_MEMORY = 5_000;
const MAX_WRONG_KEYS = 10_000;
/** Milliseconds between reads that fail, and what callers are told to wait. */
const RETRY_PAUSE = 1_000;

/**
 * Tells whether a key may be used: shape, secret, then the state of its record and its owner.
 *
 * The secret is proved once per process (the hasher is slow) and remembered by a salted digest. The
 * state is read again every `revalidateAfter` milliseconds, and at once after a change made here.
 */
export class Verifier<Owner> {
  readonly #ports: VerifierPorts<Owner>;
  readonly #revalidateAfter: number;
  readonly #maxStaleness: number;
  readonly #salt = randomBytes(32).toString("base64url");
  readonly #keys: KeyCache;
  readonly #owners: BoundedMap<string, Snapshot<Owner | null>>;
  readonly #wrong = new BoundedMap<string, number>(MAX_WRONG_KEYS);
  readonly #throttle = new AttemptThrottle();
  readonly #identifications = new SingleFlight<Identification>();

  constructor(ports: VerifierPorts<Owner>, cache: CacheOptions = {}) {
    const { capacity = 100_000, revalidateAfter = 1_000, maxStaleness = 30_000 } = cache;
    this.#ports = ports;
    this.#revalidateAfter = revalidateAfter;
    this.#maxStaleness = maxStaleness;
    this.#keys = new KeyCache(capacity);
    this.#owners = new BoundedMap(capacity);
  }

  async verify(key: string): Promise<Verification<Owner>> {
    const parsed = parseKey(key);
    if (parsed === null) return refuse("API_KEY_INVALID");
    const digest = hash("sha256", this.#salt + key, "base64url");
    const proven = this.#keys.get(digest);
    try {
      return await (proven === undefined
        ? this.#verifyCold(key, parsed, digest)
        : this.#verifyProven(key, parsed, digest, proven));
    } catch (error) {
      this.#ports.background.report(error, "verify");
      return refuse("API_KEY_UNAVAILABLE", { retryAfter: RETRY_PAUSE / 1_000 });
    }
  }

  /** What is known of this record no longer counts: the next verification reads it. */
  forgetKey(id: string): void {
    this.#keys.getById(id)?.record.invalidate();
  }

  /** What is known of this owner no longer counts: the next verification of any of its keys asks. */
  forgetOwner(referenceId: string): void {
    this.#owners.get(referenceId)?.invalidate();
  }

  async #verifyCold(key: string, parsed: ParsedKey, digest: string): Promise<Verification<Owner>> {
    const { clock } = this.#ports;
    if ((this.#wrong.get(digest) ?? 0) > clock.now()) return refuse("API_KEY_INVALID");
    const identification = await this.#identifications.run(digest, () =>
      this.#identify(key, parsed, digest),
    );
    switch (identification.kind) {
      case "wrong":
        return refuse("API_KEY_INVALID");
      case "throttled":
        // Not "invalid": the secret was not looked at, and may well be the right one.
        return refuse("API_KEY_UNAVAILABLE", {
          retryAfter: Math.ceil(identification.wait / 1_000),
        });
      case "proven": {
        const proven = this.#keys.get(digest);
        if (proven !== undefined) return this.#verifyProven(key, parsed, digest, proven);
        // Evicted between two turns of the loop.
        return this.#settle(await this.#ports.store.findById(identification.record.id));
      }
    }
  }

  async #identify(key: string, parsed: ParsedKey, digest: string): Promise<Identification> {
    const { store, hasher, clock } = this.#ports;
    const throttle = this.#throttle;
    const found = await identify(key, parsed, clock.now(), { store, hasher, throttle });
    if (found.kind === "wrong") this.#wrong.set(digest, clock.now() + WRONG_KEY_MEMORY);
    if (found.kind === "proven") {
      const { id, hash: proof } = found.record;
      this.#keys.set(digest, { id, hash: proof, record: new Snapshot() });
      if (hasher.needsRehash(proof)) this.#rehash(key, digest, found.record);
    }
    return found;
  }

  async #verifyProven(
    key: string,
    parsed: ParsedKey,
    digest: string,
    proven: ProvenKey,
  ): Promise<Verification<Owner>> {
    const record = await this.#current(proven.record, () => this.#ports.store.findById(proven.id));
    if (record !== null && record.hash !== proven.hash) {
      // The record has another hash than the one this key was checked against: the proof is void.
      this.#keys.delete(digest);
      return this.#verifyCold(key, parsed, digest);
    }
    return this.#settle(record);
  }

  async #settle(record: KeyRecord | null): Promise<Verification<Owner>> {
    const owner = record === null ? null : await this.#owner(record.referenceId);
    return judge(record, owner, this.#ports.clock.now());
  }

  #owner(referenceId: string): Promise<Owner | null> {
    let snapshot = this.#owners.get(referenceId);
    if (snapshot === undefined) {
      snapshot = new Snapshot();
      this.#owners.set(referenceId, snapshot);
    }
    return this.#current(snapshot, () => this.#ports.owners.find(referenceId));
  }

  /** The state as known, read again if need be; while the store is away, as it was known last. */
  async #current<T>(snapshot: Snapshot<T>, load: () => Promise<T>): Promise<T> {
    const { clock, background } = this.#ports;
    const now = clock.now();
    const fresh = snapshot.within(this.#revalidateAfter, now);
    if (fresh !== undefined) return fresh;
    const stale = snapshot.within(this.#maxStaleness, now);
    if (stale !== undefined && snapshot.failedWithin(RETRY_PAUSE, now)) return stale;
    try {
      return await snapshot.confirm(load, now);
    } catch (error) {
      const lastKnown = snapshot.within(this.#maxStaleness, clock.now());
      if (lastKnown === undefined) throw error;
      background.report(error, "revalidate");
      return lastKnown;
    }
  }

  #rehash(key: string, digest: string, record: KeyRecord): void {
    const { store, hasher, background } = this.#ports;
    background.run("rehash", async () => {
      const renewed = await hasher.hash(key);
      const updated = await store.update(record.id, { hash: record.hash }, { hash: renewed });
      if (updated === null) return;
      this.#keys.set(digest, { id: record.id, hash: renewed, record: new Snapshot() });
    });
  }
}
