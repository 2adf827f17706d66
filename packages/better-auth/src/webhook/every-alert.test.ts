import { ALERT_KINDS, type AlertKind } from "@latchkey/core";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { DEFAULT_ENVIRONMENTS } from "../index.ts";
import { receiver } from "../testing/receiver.ts";
import {
  type InstallationProcess,
  restartingInstallation,
} from "../testing/restarting-installation.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// The public library looks at the clock of the machine; timers of sockets go on.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

interface Home extends InstallationProcess {
  readonly referenceId: string;
  readonly key: string;
  readonly keyId: string;
}

const jump = (milliseconds: number) => {
  vi.setSystemTime(Date.now() + milliseconds);
};

const verify = ({ auth, key }: Home, times = 1, permissions?: Record<string, string[]>) =>
  Promise.all(
    Array.from({ length: times }, () =>
      auth.api.verifyApiKey({ body: { key, ...(permissions && { permissions }) } }),
    ),
  );

/** What makes each kind of alert come about, as it does where people use the plugin. */
const TRIGGERS: Readonly<Record<AlertKind, (home: Home) => Promise<unknown>>> = {
  async expiring({ engine, keyId, referenceId, pass }) {
    await engine.update({ id: keyId, referenceId, expiresIn: 15 * 24 * 3_600 });
    jump(2 * DAY);
    await pass(2);
  },
  async "rotation-due"({ pass }) {
    jump(91 * DAY);
    await pass(2);
  },
  async "predecessor-in-use"(home) {
    const { engine, keyId: id, referenceId, pass } = home;
    await engine.rotate({ id, referenceId, overlap: 24 * 3_600 });
    jump(20 * HOUR);
    await verify(home);
    await pass(2);
  },
  async "ended-key-tried"(home) {
    await home.engine.revoke({ id: home.keyId, referenceId: home.referenceId });
    await home.pass(2, { doing: () => verify(home) });
  },
  async "error-rate"(home) {
    await home.pass(2, { doing: () => verify(home, 15, { files: ["delete"] }) });
  },
  async anomaly(home) {
    await ordinaryDays(home);
    await home.pass(6, { doing: () => verify(home, 2) });
    await home.pass(11, { doing: () => verify(home, 100) });
  },
  leaked: ({ engine, keyId }) =>
    engine.alerts.raise({ kind: "leaked", keyId, details: { source: "a public repository" } }),
};

/** Two days in which the key was used as it always is, counted as they would have been. */
async function ordinaryDays({ usage, keyId }: Home): Promise<void> {
  const now = Math.floor(Date.now() / MINUTE);
  for (let minute = now - 47 * 60; minute < now; minute += 1) {
    const start = new Date(minute * MINUTE);
    await usage.add({ keyId, granularity: "minute", start }, { valid: 1 + (minute % 3) });
  }
}

const message = z.object({
  type: z.literal("api_key.alert.raised"),
  timestamp: z.string(),
  data: z.looseObject({ id: z.string(), kind: z.string(), keyId: z.string() }),
});

test.each(ALERT_KINDS)(
  "%s: from what it tells of to a receiver that was down, over a restart: signed, none lost, none twice",
  { timeout: 60_000 },
  async (kind) => {
    const installation = await restartingInstallation({
      environments: { production: { ...DEFAULT_ENVIRONMENTS.production, expiresIn: null } },
      rateLimit: { enabled: false },
      webhooks: { allowedHosts: ["127.0.0.1"] },
    });
    onTestFinished(() => {
      installation.database.close();
    });
    const first = await installation.start();
    const { user } = await first.auth.api.signUpEmail({
      body: { name: "Ada", email: "ada@example.com", password: "correct horse battery" },
    });
    const { key, id: keyId } = await first.auth.api.createApiKey({
      body: { userId: user.id, environment: "production" },
    });
    const down = await receiver();
    await down.close();
    const { webhook, secret } = await first.webhooks.create({
      referenceId: user.id,
      configId: "default",
      url: down.url,
      types: ["api_key.alert.raised"],
    });

    await TRIGGERS[kind]({ ...first, referenceId: user.id, key, keyId });
    await first.pass(3);
    const { deliveries: waiting } = await first.webhooks.deliveries({ webhookId: webhook.id });
    expect(waiting.map(({ state }) => state)).toContain("pending");
    expect((await first.webhooks.find(webhook.id))?.failingSince).not.toBeNull();
    await first.engine.close();

    jump(2 * HOUR);
    const second = await installation.start();
    await second.pass(10);
    const up = await receiver(down.port);
    await second.pass(13 * 60, { step: 5 });

    const { alerts } = await second.engine.alerts.page({ referenceId: user.id });
    expect(alerts.map((alert) => alert.kind)).toContain(kind);
    expect(up.messages.map(({ id }) => id).toSorted()).toEqual(
      alerts.map(({ id }) => `alert_${id}`).toSorted(),
    );
    for (const { verifiedBy, id, headers, text } of up.messages) {
      // As whoever verifies at once.
      vi.setSystemTime(Number(headers["webhook-timestamp"]) * 1_000);
      const { data, timestamp } = message.parse(verifiedBy(secret));
      const alert = alerts.find((each) => `alert_${each.id}` === id);
      expect(data).toMatchObject({ id: alert?.id, kind: alert?.kind, keyId });
      expect(timestamp).toBe(alert?.raisedAt.toISOString());
      expect(text).not.toContain(key);
    }
    await second.engine.close();
  },
);
