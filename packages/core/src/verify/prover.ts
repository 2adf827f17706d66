import type { Background } from "../background/background.ts";
import type { ParsedKey } from "../key/parse.ts";
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
import { type IdentifyPorts, identify } from "./identify.ts";
import { type KeyCache, ProvenKey } from "./key-cache.ts";
import { Rehasher } from "./rehasher.ts";
import { SingleFlight } from "./single-flight.ts";

/** Milliseconds for which a refused secret is remembered, so that trying it again costs nothing. */
export const WRONG_KEY_MEMORY = 5_000;
const MAX_WRONG_KEYS = 10_000;

/** What came of checking a secret. */
export type Proof<Owner> =
  | { readonly kind: "proven"; readonly proven: ProvenKey<Owner> }
  | { readonly kind: "wrong" }
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
  /** Keys whose hash is to be replaced, and for which there was no room yet; with the look-up to be. */
  readonly #due = new WeakMap<ProvenKey<Owner>, { readonly lookup: string | null }>();
  /** When they were found wrong, by digest. */
  readonly #wrong = new BoundedMap<string, number>(MAX_WRONG_KEYS);

  constructor(ports: ProverPorts, keys: KeyCache<Owner>, foreign: ForeignKeys) {
    this.#ports = ports;
    this.#keys = keys;
    this.#rehasher = new Rehasher(ports);
    const { store, timers, hasher, clock, tracer } = ports;
    const patiently = <T>(name: string, read: () => Promise<T>) =>
      inTime(() => inSpan(tracer, name, read), timers);
    this.#identifyPorts = {
      findByStart: (start) =>
        patiently("latchkey.store.findByStart", () => store.findByStart(start)),
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

  /**
   * At once for a key that is known, right or wrong. `parsed` is `null` for what is not of our form.
   * Rejects where the store or the hasher does.
   */
  async prove(key: string, parsed: ParsedKey | null, digest: string): Promise<Proof<Owner>> {
    const proven = this.#keys.get(digest);
    if (proven !== undefined) {
      const due = this.#due.get(proven);
      if (due !== undefined) this.#rehash(key, proven, due);
      return { kind: "proven", proven };
    }
    const foundWrongAt = this.#wrong.get(digest) ?? Number.NEGATIVE_INFINITY;
    const age = Math.abs(this.#ports.clock.now() - foundWrongAt);
    if (age < WRONG_KEY_MEMORY) return { kind: "wrong" };
    return this.#checks.run(digest, () => this.#check(key, parsed, digest));
  }

  async #check(key: string, parsed: ParsedKey | null, digest: string): Promise<Proof<Owner>> {
    const { clock, hasher } = this.#ports;
    const found = await identify(key, parsed, this.#identifyPorts);
    switch (found.kind) {
      case "throttled":
        return found;
      case "wrong":
        this.#wrong.set(digest, clock.now());
        return found;
      case "proven": {
        const { record, lookup } = found;
        const proven = this.#remember(digest, record.id, record.hash);
        if (hasher.needsRehash(record.hash)) this.#rehash(key, proven, { lookup });
        return { kind: "proven", proven };
      }
    }
  }

  // What else the record says is left to be read afterwards: the check took its time.
  #remember(digest: string, id: string, proof: string): ProvenKey<Owner> {
    const proven = new ProvenKey<Owner>({ digest, id, hash: proof }, this.#ports.limiter.of(id));
    proven.lastUsed = this.#keys.getById(id)?.lastUsed ?? 0;
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
        this.#remember(digest, id, renewed);
      },
    });
    if (isTaken) this.#due.delete(proven);
    else this.#due.set(proven, due);
  }
}
