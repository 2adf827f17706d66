import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { manualTimers } from "@latchkey/core/testing";
import { receiver } from "../testing/receiver.ts";
import { describeSharedDatabase, waitingProcess } from "../testing/waiting-process.ts";
import { ALERTS, OWNER, alertNumber, webhooksOn } from "../testing/webhooks-on.ts";

const CHILD = fileURLToPath(new URL("../testing/deliver-webhooks.ts", import.meta.url));
const EVENTS = 60;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describeSharedDatabase((open) => {
  it(
    "of two processes on one database each event comes once, signed, and none is lost",
    { timeout: 120_000 },
    async () => {
      const { name, opened } = await open();
      const { url, messages } = await receiver();
      const webhooks = webhooksOn(opened);
      const { secret } = await webhooks.create({ ...OWNER, url, types: ALERTS });
      for (const number of numbers(EVENTS)) await webhooks.enqueue(alertNumber(number));
      const deliverers = await Promise.all(
        numbers(2).map(() => waitingProcess("./deliver-webhooks.ts", [name])),
      );
      await Promise.all(deliverers.map(({ go }) => go()));

      expect(messages.map(({ id }) => id).toSorted()).toEqual(
        numbers(EVENTS)
          .map((number) => `alert-${number}`)
          .toSorted(),
      );
      for (const { verifiedBy } of messages) expect(verifiedBy(secret)).not.toBeNull();
    },
  );

  it(
    "a process that is killed between sending and writing it down leaves it to the next, which sends it with the same id",
    { timeout: 120_000 },
    async () => {
      const { name, opened } = await open();
      const { url, messages } = await receiver();
      const webhooks = webhooksOn(opened);
      const { webhook, secret } = await webhooks.create({ ...OWNER, url, types: ALERTS });
      await webhooks.enqueue(alertNumber(1));

      const child = spawn(process.execPath, ["--conditions=latchkey-source", CHILD, name, "stop"], {
        stdio: ["pipe", "pipe", "inherit"],
      });
      const ended = once(child, "close");
      expect(String((await once(child.stdout, "data"))[0])).toBe("ready\n");
      child.stdin.write("go\n");
      expect(String((await once(child.stdout, "data"))[0])).toBe("sent\n");
      child.kill("SIGKILL");
      expect(await ended).toEqual([null, "SIGKILL"]);
      await webhooks.enqueue(alertNumber(2));

      const timers = manualTimers();
      let now = Date.now();
      const next = webhooksOn(opened, { timers, clock: { now: () => now } });
      next.start();
      timers.advance(1_000);
      await next.idle();
      expect(messages.map(({ id }) => id)).toEqual(["alert-1", "alert-2"]);
      now += 61_000;
      timers.advance(5_000);
      await next.idle();

      expect(messages.map(({ id }) => id)).toEqual(["alert-1", "alert-2", "alert-1"]);
      expect(messages[2]?.text).toBe(messages[0]?.text);
      for (const { verifiedBy } of messages) expect(verifiedBy(secret)).not.toBeNull();
      const { deliveries } = await next.deliveries({ webhookId: webhook.id });
      expect(deliveries.map(({ eventId, state }) => `${eventId} ${state}`).toSorted()).toEqual([
        "alert-1 delivered",
        "alert-2 delivered",
      ]);
      await next.close();
    },
  );
});
