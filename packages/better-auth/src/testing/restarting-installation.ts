import { DatabaseSync } from "node:sqlite";
import { bcryptHasher } from "@latchkey/core";
import { manualTimers } from "@latchkey/core/testing";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { vi } from "vitest";
import { type ApiKeyOptions, apiKey, getApiKeyEngine, getApiKeyWebhooks } from "../index.ts";
import { AdapterUsageStore } from "../store/adapter-usage-store.ts";

const MINUTE = 60_000;

/**
 * An installation on SQLite that is started, closed and started again. Its time is that of the machine, which
 * the test moves on (`vi.useFakeTimers({ toFake: ["Date"] })`); its timers run out when time passes.
 */
export async function restartingInstallation(options: ApiKeyOptions = {}) {
  const database = new DatabaseSync(":memory:");
  const authOf = (timers: ReturnType<typeof manualTimers>) =>
    betterAuth({
      database,
      secret: "only-for-tests-0123456789-ABCDEFGHIJ",
      baseURL: "http://localhost:3000",
      emailAndPassword: { enabled: true },
      logger: { disabled: true },
      plugins: [apiKey({ timers, hasher: bcryptHasher({ cost: 4 }), ...options })],
    });
  await (await getMigrations(authOf(manualTimers()).options)).runMigrations();

  /** A process of it. */
  const start = async () => {
    const timers = manualTimers();
    const auth = authOf(timers);
    const engine = await getApiKeyEngine(auth);
    const webhooks = await getApiKeyWebhooks(auth);
    const { adapter } = await auth.$context;
    /** Lets so many minutes pass, one or several at a time, each with what is done in it. */
    const pass = async (
      minutes: number,
      { step = 1, doing }: { step?: number; doing?: () => Promise<unknown> } = {},
    ) => {
      for (let passed = 0; passed < minutes; passed += step) {
        await doing?.();
        vi.setSystemTime(Date.now() + step * MINUTE);
        timers.advance(step * MINUTE);
        // What began with a timer is under way: this waits for it, and for what it brings about.
        await engine.alerts.sweep();
        await webhooks.idle();
      }
    };
    return { auth, engine, webhooks, usage: new AdapterUsageStore(() => adapter), pass };
  };

  return { database, start };
}

export type InstallationProcess = Awaited<
  ReturnType<Awaited<ReturnType<typeof restartingInstallation>>["start"]>
>;
