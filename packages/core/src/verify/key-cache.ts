import type { KeyLimiter } from "../port/rate-limiter.ts";
import { KeyUsage } from "../usage/key-usage.ts";
import type { OwnerSnapshot } from "./known-owners.ts";
import type { KnownRecord } from "./known-record.ts";
import { generationSize } from "./bounded-map.ts";
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
  /** `startMark` of the key; `null` of one that is not of our form, whose start is no less secret than the rest. */
  readonly mark: number | null;
  /** What the limits said of its record when that was read (see `LimitVerdict.mark`). */
  seenMark: string | null = null;
  /** Its owner, as found last. */
  owner: OwnerSnapshot<Owner> | null = null;

  constructor(
    key: { digest: string; mark: number | null; id: string; hash: string },
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
  /** Of keys that share their mark, the first. */
  readonly byMark = new Map<number, ProvenKey<Owner>>();
  /** The others, and those without a mark. */
  readonly byDigest = new Map<string, ProvenKey<Owner>>();
  readonly byId = new Map<string, ProvenKey<Owner>>();

  get size(): number {
    return this.byId.size;
  }

  get(mark: number | null, digest: string): ProvenKey<Owner> | undefined {
    const marked = mark === null ? undefined : this.byMark.get(mark);
    return marked?.digest === digest ? marked : this.byDigest.get(digest);
  }

  set(proven: ProvenKey<Owner>): void {
    const { mark, digest, id } = proven;
    if (mark === null || this.byMark.has(mark)) this.byDigest.set(digest, proven);
    else this.byMark.set(mark, proven);
    this.byId.set(id, proven);
  }

  delete(proven: ProvenKey<Owner>): void {
    const { mark, digest, id } = proven;
    if (mark !== null && this.byMark.get(mark) === proven) this.byMark.delete(mark);
    else this.byDigest.delete(digest);
    this.byId.delete(id);
  }
}

/**
 * At most `capacity` proven keys, by digest and by the id of the record. Two generations, as in
 * `BoundedMap`; all indexes live and go together, and a record has one proven key at a time (the
 * proof of another was against a hash that it no longer has), so that whatever can be hit can be
 * invalidated.
 *
 * A key is looked for by the mark of its start, which is a number, and then known by its digest. How far two
 * digests are alike may show in the time that it takes to compare them: that tells nothing, since they are
 * salted with what nobody outside of this process knows.
 */
export class KeyCache<Owner> {
  readonly #generationSize: number;
  #young: Generation<Owner>;
  #old: Generation<Owner>;

  constructor(capacity: number) {
    this.#generationSize = generationSize(capacity);
    this.#young = new Generation();
    this.#old = new Generation();
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** A key that was used lately and has this mark: nearly always the one that is looked for. */
  likely(mark: number): ProvenKey<Owner> | undefined {
    return this.#young.byMark.get(mark);
  }

  get(mark: number, digest: string): ProvenKey<Owner> | undefined {
    const young = this.#young.get(mark, digest);
    if (young !== undefined) return young;
    const old = this.#old.get(mark, digest);
    if (old !== undefined) this.set(old);
    return old;
  }

  getById(id: string): ProvenKey<Owner> | undefined {
    return this.#young.byId.get(id) ?? this.#old.byId.get(id);
  }

  set(proven: ProvenKey<Owner>): void {
    const { mark, digest, id } = proven;
    this.#remove(this.#young.get(mark, digest) ?? this.#old.get(mark, digest));
    this.#remove(this.getById(id));
    if (this.#young.size >= this.#generationSize) {
      this.#old = this.#young;
      this.#young = new Generation();
    }
    this.#young.set(proven);
  }

  /** `false` where no key of our form with this mark is here, but for one that shares it with one that has gone. */
  mayHold(mark: number): boolean {
    return this.#young.byMark.has(mark) || this.#old.byMark.has(mark);
  }

  /** Removes this very entry; one that has taken its place stays. */
  delete(proven: ProvenKey<Owner>): void {
    if (this.getById(proven.id) === proven) this.#remove(proven);
  }

  #remove(proven: ProvenKey<Owner> | undefined): void {
    if (proven === undefined) return;
    this.#young.delete(proven);
    this.#old.delete(proven);
  }
}
