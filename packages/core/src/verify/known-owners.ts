import type { OwnerDirectory, OwnerKind } from "../port/owner-directory.ts";
import { type Tracer, inSpan } from "../trace/tracing.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { ProvenKey } from "./key-cache.ts";
import type { KnownRecord, OwnerName } from "./known-record.ts";
import { Snapshot } from "./snapshot.ts";
import type { StateReader } from "./state-reader.ts";

/** What is known of an owner. */
export class OwnerSnapshot<Owner> extends Snapshot<Owner | null> {
  readonly referenceId: string;
  /** After how many times that an owner was forgotten it was found to be the one that counts. */
  foundAfter = -1;

  constructor(referenceId: string) {
    super();
    this.referenceId = referenceId;
  }
}

export interface KnownOwnersPorts<Owner> {
  readonly owners: OwnerDirectory<Owner>;
  readonly state: StateReader;
  readonly tracer?: Tracer | undefined;
}

/** What is known of the owners of keys: each once, however many keys it has. */
export class KnownOwners<Owner> {
  readonly #ports: KnownOwnersPorts<Owner>;
  readonly #known: Readonly<Record<OwnerKind, BoundedMap<string, OwnerSnapshot<Owner>>>>;
  /** How often an owner was forgotten. */
  #forgotten = 0;

  constructor(ports: KnownOwnersPorts<Owner>, capacity: number) {
    this.#ports = ports;
    this.#known = { user: new BoundedMap(capacity), organization: new BoundedMap(capacity) };
  }

  readonly name: OwnerName = (referenceId, kind) =>
    this.#known[kind].get(referenceId)?.referenceId ?? referenceId;

  /** The owner of a key, without looking for it each time; `undefined` where it has to be read. */
  recall(proven: ProvenKey<Owner>, record: KnownRecord, now: number): Owner | null | undefined {
    const snapshot = this.#of(proven, record);
    return snapshot === undefined ? undefined : this.#ports.state.recall(snapshot, now);
  }

  /** `null` for one that may not act. Rejects where that cannot be told. */
  async current(referenceId: string, kind: OwnerKind): Promise<Owner | null> {
    const known = this.#known[kind];
    let snapshot = known.get(referenceId);
    if (snapshot === undefined) {
      snapshot = new OwnerSnapshot(referenceId);
      known.set(referenceId, snapshot);
    }
    const { tracer, owners, state } = this.#ports;
    const read = () => owners.find(referenceId, kind);
    return state.current(snapshot, () => inSpan(tracer, "latchkey.owner.find", read));
  }

  forget(referenceId: string, kind: OwnerKind): void {
    this.#known[kind].get(referenceId)?.invalidate();
    // Of an owner that was dropped from the map meanwhile, keys may still hold what was known.
    this.#forgotten += 1;
  }

  #of(
    proven: ProvenKey<Owner>,
    { view, rules: { ownerKind } }: KnownRecord,
  ): Snapshot<Owner | null> | undefined {
    if (proven.owner?.foundAfter === this.#forgotten) return proven.owner;
    const found = this.#known[ownerKind].get(view.referenceId);
    if (found === undefined) return undefined;
    found.foundAfter = this.#forgotten;
    proven.owner = found;
    return found;
  }
}
