import { afterAll, beforeAll, describe } from "vitest";
import type { AlertStore } from "../port/alert-store.ts";
import { changing } from "./alert-store/changing.ts";
import { delivering } from "./alert-store/delivering.ts";
import { inserting } from "./alert-store/inserting.ts";
import { listing } from "./alert-store/listing.ts";
import { removing } from "./alert-store/removing.ts";

export interface OpenedAlertStore {
  readonly alertRows: AlertStore;
  dispose(): Promise<void>;
}

export interface AlertStoreSuite {
  /** Of the adapter and what it runs on, for the report. */
  readonly name: string;
  /** Opens a store that is empty. */
  readonly create: () => Promise<OpenedAlertStore>;
}

const SECTIONS: Readonly<Record<string, (store: () => AlertStore) => void>> = {
  inserting,
  listing,
  changing,
  delivering,
  removing,
};

/** What every store of alerts must do, as tests for vitest. Run it for each adapter on each database. */
export function describeAlertStore({ name, create }: AlertStoreSuite): void {
  describe(`alert store: ${name}`, () => {
    let opened: OpenedAlertStore;

    beforeAll(async () => {
      opened = await create();
    }, 120_000);

    afterAll(async () => {
      await opened.dispose();
    });

    for (const [section, register] of Object.entries(SECTIONS)) {
      describe(section, () => {
        register(() => opened.alertRows);
      });
    }
  });
}
