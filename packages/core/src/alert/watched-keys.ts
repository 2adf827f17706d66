import type { KeyAnomaly } from "../anomaly/key-anomaly.ts";
import { KeyWatcher, MAX_WATCHED_KEYS } from "../anomaly/key-watcher.ts";
import { STRETCH, type UnderWay } from "../anomaly/watched-key.ts";
import type { AddressStore } from "../port/address-store.ts";
import type { CountedUsage, UsageStore } from "../port/usage-store.ts";
import type { AlertSettings } from "./alert-options.ts";
import type { RememberedKey } from "./anomaly-memory.ts";
import type { Minutes } from "./anomaly-turn.ts";
import { errorRatio } from "./signs.ts";

const MINUTE = 60_000;
/** In minutes. */
const DAY = 24 * 60;
/** In minutes: as far back as a key that begins to be watched is learned from. */
const LEARNED_FROM = 2 * DAY;
/** As many minutes, of all keys together, are read at once. */
const READ_AT_ONCE = 6_000;
const NOTHING = { requests: 0, errors: 0, newAddresses: 0 };

export interface WatchedKeysParts {
  readonly usage: UsageStore;
  readonly addresses: AddressStore | undefined;
  readonly settings: AlertSettings;
}

/** Where a key stands. Minutes since 1970. */
interface Standing {
  /** Of `AnomalyMemory`. */
  readonly place: number;
  /** What was counted before is learned; `null`: whatever there is of the key is still to be. */
  until: number | null;
  usedAt: number;
  savedAt: number;
}

/** What there is to be read of keys. */
interface Observing {
  /** Up to this minute. */
  readonly to: number;
  /** The keys that were used at all; all may have been, unless told. */
  readonly used?: ReadonlySet<string>;
}

interface Read {
  readonly minutes: ReadonlyMap<number, readonly CountedUsage[]>;
  readonly newAddresses: ReadonlyMap<number, number>;
}

/** The keys that one process watches, each with a place of its own, and what they were used for. */
export class WatchedKeys {
  readonly #parts: WatchedKeysParts;
  readonly #watcher: KeyWatcher;
  readonly #standings = new Map<string, Standing>();
  readonly #free: number[] = [];
  /** How many places have been given away. */
  places = 0;
  /** When nobody was there. */
  gaps: readonly Minutes[] = [];

  constructor(parts: WatchedKeysParts) {
    this.#parts = parts;
    const { threshold } = parts.settings.anomaly;
    // Of as many as half of it, none goes before another is forgotten here.
    this.#watcher = new KeyWatcher({ maxKeys: 2 * MAX_WATCHED_KEYS, threshold });
  }

  get size(): number {
    return this.#standings.size;
  }

  get ids(): readonly string[] {
    return [...this.#standings.keys()];
  }

  has(keyId: string): boolean {
    return this.#standings.has(keyId);
  }

  underWay(keyId: string): readonly UnderWay[] {
    return this.#watcher.underWay(keyId);
  }

  /** Takes up a key from where it was written down, or the place as a free one. */
  restore(place: number, remembered: RememberedKey | null): void {
    this.places = Math.max(this.places, place + 1);
    const other = remembered === null ? undefined : this.#standings.get(remembered.keyId);
    if (remembered === null || (other !== undefined && other.savedAt >= remembered.until)) {
      this.#free.push(place);
      return;
    }
    const { keyId, until, saved } = remembered;
    try {
      this.#watcher.restore(keyId, saved);
    } catch {
      // Of another version: it is learned anew.
      this.#free.push(place);
      return;
    }
    if (other !== undefined) this.#free.push(other.place);
    this.#standings.set(keyId, { place, until, usedAt: until, savedAt: until });
  }

  /**
   * Whether there was a place for the key: a free one, or that of the key that was used least lately, if that
   * is more than a day ago. So of more keys than may be watched some are, and not all by turns.
   */
  begin(keyId: string, now: number): boolean {
    const place =
      this.#free.pop() ?? (this.places < MAX_WATCHED_KEYS ? this.places : this.#freed(now));
    if (place === null) return false;
    this.places = Math.max(this.places, place + 1);
    this.#standings.set(keyId, { place, until: null, usedAt: now, savedAt: 0 });
    return true;
  }

  forget(keyId: string): void {
    const standing = this.#standings.get(keyId);
    if (standing === undefined) return;
    this.#standings.delete(keyId);
    this.#watcher.forget(keyId);
    this.#free.push(standing.place);
  }

  /** Learns what these keys (100 at most) were used for up to a minute, and answers what was unusual in it. */
  async observe(
    keyIds: readonly string[],
    { to, used }: Observing,
  ): Promise<readonly KeyAnomaly[]> {
    const found: KeyAnomaly[] = [];
    const starts = keyIds.map((keyId) => this.#standings.get(keyId)?.until ?? to - LEARNED_FROM);
    const first = Math.max(Math.min(to, ...starts), to - LEARNED_FROM);
    const span = Math.floor(READ_AT_ONCE / keyIds.length / STRETCH) * STRETCH;
    for (let from = first; from < to; from += span) {
      const end = Math.min(from + span, to);
      const read = await this.#read(
        keyIds.filter((keyId) => used?.has(keyId) ?? true),
        { from, to: end },
      );
      for (const keyId of keyIds) found.push(...this.#feed(keyId, read.get(keyId), from, end));
    }
    for (const keyId of keyIds) {
      const standing = this.#standings.get(keyId);
      if (standing !== undefined) standing.until = to;
    }
    return found;
  }

  /** What is to be written down next: the keys for which that was longest ago. */
  longestUnsaved(limit: number): { keyId: string; place: number; saved: Uint8Array }[] {
    return [...this.#standings]
      .filter(([, { until, savedAt }]) => until !== null && savedAt < until)
      .toSorted(([, one], [, other]) => one.savedAt - other.savedAt)
      .slice(0, limit)
      .flatMap(([keyId, { place }]) => {
        const saved = this.#watcher.save(keyId);
        return saved === null ? [] : [{ keyId, place, saved }];
      });
  }

  noteSaved(keyId: string, until: number): void {
    const standing = this.#standings.get(keyId);
    if (standing !== undefined) standing.savedAt = until;
  }

  /** The place of the key that was used least lately, which is forgotten; `null` where all were today. */
  #freed(now: number): number | null {
    let oldest: string | null = null;
    let usedAt = now - DAY;
    for (const [keyId, standing] of this.#standings) {
      if (standing.usedAt >= usedAt) continue;
      oldest = keyId;
      usedAt = standing.usedAt;
    }
    if (oldest === null) return null;
    this.forget(oldest);
    return this.#free.pop() ?? null;
  }

  async #read(
    keyIds: readonly string[],
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<ReadonlyMap<string, Read>> {
    if (keyIds.length === 0) return new Map();
    const { usage, addresses } = this.#parts;
    const period = { keyIds, from: new Date(from * MINUTE), to: new Date(to * MINUTE) };
    const minutes = await usage.read({ ...period, granularity: "minute" });
    const firstSeen = (await addresses?.listFirstSeen(period)) ?? [];
    const byKey = Map.groupBy(minutes, ({ keyId }) => keyId);
    const seenByKey = Map.groupBy(firstSeen, ({ keyId }) => keyId);
    return new Map(
      [...new Set([...byKey.keys(), ...seenByKey.keys()])].map((keyId) => {
        const counts = Map.groupBy(seenByKey.get(keyId) ?? [], (each) =>
          minuteOf(each.firstSeenAt),
        );
        const newAddresses = new Map([...counts].map(([minute, seen]) => [minute, seen.length]));
        const own = byKey.get(keyId) ?? [];
        return [keyId, { minutes: Map.groupBy(own, (each) => minuteOf(each.start)), newAddresses }];
      }),
    );
  }

  #feed(keyId: string, read: Read | undefined, from: number, to: number): KeyAnomaly[] {
    const standing = this.#standings.get(keyId);
    if (standing === undefined) return [];
    const found: KeyAnomaly[] = [];
    // What is not kept any more was not seen.
    if (standing.until !== null && standing.until < from) this.#watcher.skip(keyId, from);
    for (let stretch = from; stretch < to; stretch += STRETCH) {
      if (standing.until !== null && standing.until > stretch) continue;
      const end = stretch + STRETCH;
      // Before it was used first, as far as anybody knows, a key was not silent: it was not there.
      if (standing.until === null && !isUsedIn(read, stretch)) continue;
      standing.until = end;
      if (this.gaps.some(([gone, back]) => gone < end && back > stretch)) {
        this.#watcher.skip(keyId, end);
      } else found.push(...this.#endStretch(keyId, read, stretch));
    }
    return found;
  }

  #endStretch(keyId: string, read: Read | undefined, stretch: number): KeyAnomaly[] {
    const found: KeyAnomaly[] = [];
    const standing = this.#standings.get(keyId);
    for (let minute = stretch; minute < stretch + STRETCH; minute += 1) {
      const { requests, refused } = errorRatio(read?.minutes.get(minute) ?? []);
      const newAddresses = read?.newAddresses.get(minute) ?? 0;
      if (requests > 0 && standing !== undefined) standing.usedAt = minute;
      const seen = { requests, errors: refused, newAddresses };
      found.push(...this.#watcher.observe(keyId, minute, seen));
    }
    found.push(...this.#watcher.observe(keyId, stretch + STRETCH, NOTHING));
    return found;
  }
}

function isUsedIn(read: Read | undefined, stretch: number): boolean {
  if (read === undefined) return false;
  for (let minute = stretch; minute < stretch + STRETCH; minute += 1) {
    if (read.minutes.has(minute)) return true;
  }
  return false;
}

function minuteOf(moment: Date): number {
  return Math.floor(moment.getTime() / MINUTE);
}
