import { afterAll, beforeAll, describe } from "vitest";
import type { UsageStore } from "../port/usage-store.ts";
import { adding } from "./usage-store/adding.ts";
import { reading } from "./usage-store/reading.ts";
import { removing } from "./usage-store/removing.ts";

export interface OpenedUsageStore {
  readonly usage: UsageStore;
  dispose(): Promise<void>;
}

export interface UsageStoreSuite {
  /** Of the adapter and what it runs on, for the report. */
  readonly name: string;
  /** Opens a store that is empty. */
  readonly create: () => Promise<OpenedUsageStore>;
}

const SECTIONS: Readonly<Record<string, (store: () => UsageStore) => void>> = {
  adding,
  reading,
  removing,
};

/** What every store of usage must do, as tests for vitest. Run it for each adapter on each database. */
export function describeUsageStore({ name, create }: UsageStoreSuite): void {
  describe(`usage store: ${name}`, () => {
    let opened: OpenedUsageStore;

    beforeAll(async () => {
      opened = await create();
    }, 120_000);

    afterAll(async () => {
      await opened.dispose();
    });

    for (const [section, register] of Object.entries(SECTIONS)) {
      describe(section, () => {
        register(() => opened.usage);
      });
    }
  });
}
