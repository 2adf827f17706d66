import type { AddressStore } from "../port/address-store.ts";
import type { Clock } from "../port/clock.ts";
import type { UsageStore } from "../port/usage-store.ts";
import { USAGE_GRANULARITIES } from "../usage/bucket.ts";
import type { UsageSettings } from "../usage/usage-options.ts";

const BATCH_SIZE = 1_000;

export interface UsagePurgerPorts {
  readonly counts?: Pick<UsageStore, "removeBefore"> | undefined;
  readonly addresses?: Pick<AddressStore, "removeBefore"> | undefined;
  readonly clock: Clock;
}

/** Removes what was counted, and the addresses that were seen, once their retention is over. */
export class UsagePurger {
  readonly #ports: UsagePurgerPorts;
  readonly #retention: UsageSettings["retention"];

  constructor(ports: UsagePurgerPorts, retention: UsageSettings["retention"]) {
    this.#ports = ports;
    this.#retention = retention;
  }

  async purge(): Promise<void> {
    const { counts, addresses } = this.#ports;
    if (counts !== undefined) {
      for (const granularity of USAGE_GRANULARITIES) {
        await this.#purge(this.#retention[granularity], (removal) =>
          counts.removeBefore({ granularity, ...removal }),
        );
      }
    }
    if (addresses === undefined) return;
    await this.#purge(this.#retention.address, (removal) => addresses.removeBefore(removal));
  }

  async #purge(
    seconds: number | null,
    remove: (removal: { before: Date; limit: number }) => Promise<number>,
  ): Promise<void> {
    if (seconds === null) return;
    const removal = {
      before: new Date(this.#ports.clock.now() - seconds * 1_000),
      limit: BATCH_SIZE,
    };
    for (let more = true; more;) more = (await remove(removal)) === BATCH_SIZE;
  }
}
