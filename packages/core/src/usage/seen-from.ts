import { type AddressKeeping, keptAddress, keptClient } from "./kept-source.ts";

/** Of how many addresses of a key it is kept when it was used from there. */
export const MAX_ADDRESSES_KEPT = 50;

/** From where a key was used, and what the client said that it was. */
export interface UseSource {
  readonly address: string | null;
  readonly client: string | null;
}

/** That a key was used from an address. Moments in milliseconds since the epoch. */
export interface NotedAddress {
  readonly address: string;
  client: string | null;
  readonly firstSeen: number;
  lastSeen: number;
}

/** From where one key was used in this process, as far as it has not been written. */
export class SeenFrom {
  /** As they came, so that what comes again costs two comparisons. */
  #address: string | null = null;
  #client: string | null = null;
  #source: UseSource = { address: null, client: null };
  #note: NotedAddress | null = null;
  #noted = new Map<string, NotedAddress>();
  /** Of the last use that is noted here: milliseconds since the epoch. */
  at = 0;

  /** Of the last use. */
  get source(): UseSource {
    return this.#source;
  }

  note(address: string | null, client: string | null, now: number, keep: AddressKeeping): void {
    this.at = now;
    if (this.#note !== null && address === this.#address && client === this.#client) {
      this.#note.lastSeen = now;
      return;
    }
    this.#address = address;
    this.#client = client;
    this.#source = { address: keptAddress(address, keep), client: keptClient(client) };
    this.#note = this.#noteOf(this.#source, now);
  }

  /** The addresses that were noted since the last time. */
  take(): NotedAddress[] {
    const taken = [...this.#noted.values()];
    this.#noted = new Map();
    this.#note = null;
    return taken;
  }

  #noteOf({ address, client }: UseSource, now: number): NotedAddress | null {
    if (address === null) return null;
    const before = this.#noted.get(address);
    const note = { address, client, firstSeen: before?.firstSeen ?? now, lastSeen: now };
    // At the end, so that those go first that were not seen for longest.
    this.#noted.delete(address);
    this.#noted.set(address, note);
    if (this.#noted.size > MAX_ADDRESSES_KEPT) {
      for (const oldest of this.#noted.keys()) {
        this.#noted.delete(oldest);
        break;
      }
    }
    return note;
  }
}
