import type { KeyLimiter } from "../port/rate-limiter.ts";
import { KeyUsage } from "../usage/key-usage.ts";
import type { KnownRecord } from "./known-record.ts";
import { generationSize } from "./bounded-map.ts";
import { SeenStarts, startMark } from "./seen-starts.ts";
import { Snapshot } from "./snapshot.ts";

/**
 * A key that has proved itself: its secret was checked against `hash`, the hash of its record.
 * What else the record says is in the snapshot, which comes and goes. All that a verification needs
 * hangs on this one object.
 */
export class ProvenKey<Owner> extends KeyUsage {
  /** Of the key: never the key. */
  readonly digest: string;
  readonly hash: string;
  readonly record = new Snapshot<KnownRecord | null>();
  readonly limiter: KeyLimiter;
  /** `startMark` of the key. */
  readonly mark: number;
  /** What the limits said of its record when that was read (see `LimitVerdict.mark`). */
  seenMark: string | null = null;
  /** Its owner, as found last; and which forgetting of owners that was after. */
  owner: Snapshot<Owner | null> | null = null;
  ownerFoundAfter = 0;

  constructor(
    key: { digest: string; mark: number; id: string; hash: string },
    limiter: KeyLimiter,
  ) {
    super(key.id);
    this.digest = key.digest;
    this.mark = key.mark;
    this.hash = key.hash;
    this.limiter = limiter;
  }
}

class Generation<Owner> {
  readonly byDigest = new Map<string, ProvenKey<Owner>>();
  readonly byId = new Map<string, ProvenKey<Owner>>();
  readonly starts: SeenStarts;

  constructor(capacity: number) {
    this.starts = new SeenStarts(capacity);
  }
}

/**
 * At most `capacity` proven keys, by digest and by the id of the record. Two generations, as in
 * `BoundedMap`; both indexes live and go together, and a record has one proven key at a time (the
 * proof of another was against a hash that it no longer has), so that whatever can be hit can be
 * invalidated.
 */
export class KeyCache<Owner> {
  readonly #generationSize: number;
  #young: Generation<Owner>;
  #old: Generation<Owner>;

  constructor(capacity: number) {
    this.#generationSize = generationSize(capacity);
    this.#young = new Generation(this.#generationSize);
    this.#old = new Generation(this.#generationSize);
  }

  get size(): number {
    return this.#young.byDigest.size + this.#old.byDigest.size;
  }

  get(digest: string): ProvenKey<Owner> | undefined {
    const young = this.#young.byDigest.get(digest);
    if (young !== undefined) return young;
    const old = this.#old.byDigest.get(digest);
    if (old !== undefined) this.set(old);
    return old;
  }

  getById(id: string): ProvenKey<Owner> | undefined {
    return this.#young.byId.get(id) ?? this.#old.byId.get(id);
  }

  set(proven: ProvenKey<Owner>): void {
    this.#remove(this.#young.byDigest.get(proven.digest) ?? this.#old.byDigest.get(proven.digest));
    this.#remove(this.getById(proven.id));
    if (this.#young.byDigest.size >= this.#generationSize) {
      this.#old = this.#young;
      this.#young = new Generation(this.#generationSize);
    }
    this.#young.byDigest.set(proven.digest, proven);
    this.#young.byId.set(proven.id, proven);
    this.#young.starts.add(proven.mark);
  }

  /** `false` where no key here begins like this one: quicker than its digest. */
  mayHold(key: string): boolean {
    if (typeof key !== "string") return false;
    const mark = startMark(key);
    return this.#young.starts.has(mark) || this.#old.starts.has(mark);
  }

  /** Removes this very entry; one that has taken its place stays. */
  delete(proven: ProvenKey<Owner>): void {
    if (this.getById(proven.id) === proven) this.#remove(proven);
  }

  #remove(proven: ProvenKey<Owner> | undefined): void {
    if (proven === undefined) return;
    for (const generation of [this.#young, this.#old]) {
      generation.byDigest.delete(proven.digest);
      generation.byId.delete(proven.id);
    }
  }
}
