import type {
  AddressStore,
  FirstSeen,
  FirstSeenQuery,
  SeenAddress,
} from "../port/address-store.ts";
import { MAX_ADDRESSES_KEPT } from "../usage/seen-from.ts";

/** Addresses in this process's memory: for tests, and the model for every other kind. */
export class MemoryAddressStore implements AddressStore {
  #seen: readonly SeenAddress[] = [];

  async record(seen: readonly SeenAddress[]): Promise<void> {
    for (const each of seen) {
      const isSame = (other: SeenAddress) =>
        other.keyId === each.keyId && other.address === each.address;
      const { firstSeenAt } = this.#seen.find(isSame) ?? each;
      this.#seen = [...this.#seen.filter((other) => !isSame(other)), { ...each, firstSeenAt }];
      const tooOld = new Set((await this.list(each.keyId)).slice(MAX_ADDRESSES_KEPT));
      this.#seen = this.#seen.filter((other) => !tooOld.has(other));
    }
  }

  async list(keyId: string): Promise<readonly SeenAddress[]> {
    return this.#seen
      .filter((each) => each.keyId === keyId)
      .toSorted((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime());
  }

  async listFirstSeen({ keyIds, from, to }: FirstSeenQuery): Promise<readonly FirstSeen[]> {
    return this.#seen
      .filter((each) => keyIds.includes(each.keyId))
      .filter(({ firstSeenAt }) => firstSeenAt >= from && firstSeenAt < to)
      .map(({ keyId, firstSeenAt }) => ({ keyId, firstSeenAt }));
  }

  async removeBefore({ before, limit }: { before: Date; limit: number }): Promise<number> {
    return this.#remove(this.#seen.filter(({ lastSeenAt }) => lastSeenAt < before).slice(0, limit));
  }

  async removeKey(keyId: string): Promise<number> {
    return this.#remove(this.#seen.filter((each) => each.keyId === keyId));
  }

  #remove(gone: readonly SeenAddress[]): number {
    this.#seen = this.#seen.filter((each) => !gone.includes(each));
    return gone.length;
  }
}
