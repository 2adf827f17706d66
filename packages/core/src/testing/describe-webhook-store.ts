import { afterAll, beforeAll, describe } from "vitest";
import type { WebhookStore } from "../port/webhook-store.ts";
import { claiming } from "./webhook-store/claiming.ts";
import { delivering } from "./webhook-store/delivering.ts";
import { registering } from "./webhook-store/registering.ts";
import { removing } from "./webhook-store/removing.ts";

export interface OpenedWebhookStore {
  readonly webhooks: WebhookStore;
  dispose(): Promise<void>;
}

export interface WebhookStoreSuite {
  /** Of the adapter and what it runs on, for the report. */
  readonly name: string;
  /** Opens a store that is empty. */
  readonly create: () => Promise<OpenedWebhookStore>;
}

const SECTIONS: Readonly<Record<string, (store: () => WebhookStore) => void>> = {
  registering,
  delivering,
  claiming,
  removing,
};

/** What every store of webhooks must do, as tests for vitest. Run it for each adapter on each database. */
export function describeWebhookStore({ name, create }: WebhookStoreSuite): void {
  describe(`webhook store: ${name}`, () => {
    let opened: OpenedWebhookStore;

    beforeAll(async () => {
      opened = await create();
    }, 120_000);

    afterAll(async () => {
      await opened.dispose();
    });

    for (const [section, register] of Object.entries(SECTIONS)) {
      describe(section, () => {
        register(() => opened.webhooks);
      });
    }
  });
}
