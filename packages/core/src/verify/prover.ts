import type { Background } from "../background/background.ts";
import type { ParsedKey } from "../key/parse.ts";
import type { Clock } from "../port/clock.ts";
import type { Hasher } from "../port/hasher.ts";
import type { KeyStore } from "../port/key-store.ts";
import type { Timers } from "../port/timers.ts";
import type { KeyRecord } from "../record/record.ts";
import { AttemptThrottle } from "./attempt-throttle.ts";
import { BoundedMap } from "./bounded-map.ts";
import { inTime } from "./deadline.ts";
import { identify } from "./identify.ts";
import type { KeyCache, ProvenKey } from "./key-cache.ts";
import type { KnownRecord } from "./known-record.ts";
import { SingleFlight } from "./single-flight.ts";
import { Snapshot } from "./snapshot.ts";

/** Milliseconds for which a refused secret is remembered, so that trying it again costs nothing. */
export const WRONG_KEY_MEMORY = 5_000;
const MAX_WRONG_KEYS = 10_000;

/** What came of checking a secret. */
export type Proof =
  | { readonly kind: "proven"; readonly proven: ProvenKey }
  | { readonly kind: "wrong" }
  /** Not looked at. `wait` in milliseconds. */
  | { readonly kind: "throttled"; readonly wait: number };

export interface ProverPorts {
  readonly store: KeyStore;
  readonly hasher: Hasher;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly background: Background;
}

/**
 * Checks secrets, which is slow, and remembers what came of it: right ones in the cache, wrong ones
 * for a few seconds. However many callers present one key, it is checked once.
 */
export class Prover {
  readonly #ports: ProverPorts;
  readonly #keys: KeyCache;
  readonly #throttle = new AttemptThrottle();
  readonly #checks = new SingleFlight<Proof>();
  /** When they were found wrong, by digest. */
  readonly #wrong = new BoundedMap<string, number>(MAX_WRONG_KEYS);

  constructor(ports: ProverPorts, keys: KeyCache) {
    this.#ports = ports;
    this.#keys = keys;
  }

  /** At once for a key that is known, right or wrong. Rejects where the store or the hasher does. */
  async prove(key: string, parsed: ParsedKey, digest: string): Promise<Proof> {
    const proven = this.#keys.get(digest);
    if (proven !== undefined) return { kind: "proven", proven };
    const foundWrongAt = this.#wrong.get(digest) ?? Number.NEGATIVE_INFINITY;
    const age = Math.abs(this.#ports.clock.now() - foundWrongAt);
    if (age < WRONG_KEY_MEMORY) return { kind: "wrong" };
    return this.#checks.run(digest, () => this.#check(key, parsed, digest));
  }

  async #check(key: string, parsed: ParsedKey, digest: string): Promise<Proof> {
    const { store, timers, clock, hasher } = this.#ports;
    const found = await identify(key, parsed, {
      findByStart: (start) => inTime(() => store.findByStart(start), timers),
      hasher,
      clock,
      throttle: this.#throttle,
    });
    switch (found.kind) {
      case "throttled":
        return found;
      case "wrong":
        this.#wrong.set(digest, clock.now());
        return found;
      case "proven": {
        const { record } = found;
        if (hasher.needsRehash(record.hash)) this.#rehash(key, digest, record);
        return { kind: "proven", proven: this.#remember(digest, record.id, record.hash) };
      }
    }
  }

  // What else the record says is left to be read afterwards: the check took its time.
  #remember(digest: string, id: string, proof: string): ProvenKey {
    const proven = { digest, id, hash: proof, record: new Snapshot<KnownRecord | null>() };
    this.#keys.set(proven);
    return proven;
  }

  #rehash(key: string, digest: string, { id, hash }: KeyRecord): void {
    const { store, hasher, background } = this.#ports;
    background.run("rehash", async () => {
      const renewed = await hasher.hash(key);
      const updated = await store.update(id, { hash }, { hash: renewed });
      if (updated !== null) this.#remember(digest, id, renewed);
    });
  }
}
