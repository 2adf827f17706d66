import { inspect } from "node:util";
import type { Change } from "@latchkey/core";
import { type ManualTimers, manualTimers } from "@latchkey/core/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type FaultyProxy, startFaultyProxy } from "../../../../scripts/faulty-proxy.ts";
import {
  type PostgresTestServer,
  startPostgres,
} from "../../../../scripts/postgres-test-server.ts";
import {
  postgresMessages,
  type PostgresMessagesError,
  type PostgresMessagesOptions,
} from "../postgres.ts";
import { eventually } from "../testing/eventually.ts";
import { postgresSessions } from "../testing/postgres-sessions.ts";
import { recordingListener } from "../testing/recording-listener.ts";

const HEARTBEAT = 10_000;
const DEADLINE = 4_000;

let postgres: PostgresTestServer;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(async () => {
  await postgres.stop();
});

const key = (id: string): Change => ({ kind: "key", id });

/** A process that reaches PostgreSQL over a network that can be broken, and whose time passes when it is told to. */
async function behindProxy(options: Partial<PostgresMessagesOptions> = {}) {
  const url = new URL(postgres.connectionString);
  const proxy = await startFaultyProxy({ target: Number(url.port) });
  onTestFinished(() => proxy.stop());
  url.port = String(proxy.port);
  const { timers, waits } = listedTimers();
  const faults: PostgresMessagesError[] = [];
  const messages = postgresMessages({
    connectionString: url.href,
    timers,
    heartbeat: HEARTBEAT,
    deadline: DEADLINE,
    onFault: (fault) => void faults.push(fault),
    ...options,
  });
  const listener = recordingListener();
  const end = messages.subscribe(listener);
  onTestFinished(() => ended(end(), timers, proxy));
  const told = (...expected: (Change | "missed")[]) =>
    eventually(() => {
      expect(listener.told).toEqual(expected);
    });
  const faulty = (...codes: (string | null)[]) =>
    eventually(() => {
      expect(faults.map(({ code }) => code)).toEqual(codes);
    });
  /** Resolves when what is waited for last are so many milliseconds. */
  const waiting = (milliseconds: number) =>
    eventually(() => {
      expect(waits.at(-1)).toBe(milliseconds);
    });
  return { proxy, timers, faults, messages, listener, end, told, faulty, waiting };
}

/** Timers that run out when they are told to, and how long each was armed for. */
function listedTimers(): { timers: ManualTimers; waits: number[] } {
  const timers = manualTimers();
  const waits: number[] = [];
  return {
    waits,
    timers: {
      get armed() {
        return timers.armed;
      },
      advance: (milliseconds) => {
        timers.advance(milliseconds);
      },
      after(delay, task) {
        waits.push(delay);
        return timers.after(delay, task);
      },
    },
  };
}

async function ended(ending: Promise<void>, timers: ManualTimers, proxy: FaultyProxy) {
  proxy.heal();
  timers.advance(DEADLINE);
  await ending;
}

/** Another process, whose network is whole. */
function sender() {
  const messages = postgresMessages({ connectionString: postgres.connectionString });
  const end = messages.subscribe(recordingListener());
  onTestFinished(end);
  return messages;
}

test("a network that is cut is tried again, ever more rarely and told once, until it is healed", async () => {
  const { proxy, timers, told, faulty, waiting } = await behindProxy();
  await told("missed");

  proxy.cut();
  for (const wait of [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]) {
    await waiting(wait);
    timers.advance(wait - 1);
    await waiting(wait);
    timers.advance(1);
    await waiting(DEADLINE);
  }
  await waiting(5_000);
  await faulty("ECONNRESET");

  await sender().publish(key("unheard"));
  proxy.heal();
  timers.advance(5_000);
  await told("missed", "missed");
  await sender().publish(key("heard"));
  await told("missed", "missed", key("heard"));
});

test("a network that swallows everything is noticed by the heartbeat, and a new connection made once it is whole", async () => {
  const { proxy, timers, told, faulty, listener } = await behindProxy();
  await told("missed");
  proxy.hold();
  timers.advance(HEARTBEAT);
  timers.advance(DEADLINE - 1);
  await faulty();
  timers.advance(1);
  await faulty("ETIMEDOUT");

  // The next connection is taken, and as silent.
  timers.advance(100);
  timers.advance(DEADLINE);
  await faulty("ETIMEDOUT");
  expect(listener.told).toEqual(["missed"]);

  proxy.heal();
  timers.advance(200);
  await told("missed", "missed");
  // Those that were given up were closed.
  await eventually(() => {
    expect(proxy.connections).toBe(1);
  });
  await sender().publish(key("after"));
  await told("missed", "missed", key("after"));
});

test("a slow answer within its deadline is no break, and is followed by the next heartbeat", async () => {
  const { proxy, timers, told, faulty, waiting } = await behindProxy();
  for (let beat = 0; beat < 3; beat += 1) {
    await waiting(HEARTBEAT);
    proxy.hold();
    timers.advance(HEARTBEAT);
    timers.advance(DEADLINE - 1);
    await waiting(DEADLINE);
    proxy.heal();
  }
  await waiting(HEARTBEAT);
  await told("missed");
  await faulty();
});

test("each break is told, and tried again after 100 ms if a heartbeat was answered before", async () => {
  const { proxy, timers, told, faulty, waiting } = await behindProxy();
  for (const wait of [100, 200, 100]) {
    await waiting(HEARTBEAT);
    proxy.cut();
    await waiting(wait);
    proxy.heal();
    timers.advance(wait);
    if (wait === 100) continue;
    await waiting(HEARTBEAT);
    timers.advance(HEARTBEAT);
  }
  await told("missed", "missed", "missed", "missed");
  await faulty("ECONNRESET", "ECONNRESET", "ECONNRESET");
});

test("a server that is stopped and started again is heard again", async () => {
  const { timers, told, faulty, waiting } = await behindProxy();
  await told("missed");
  await postgres.halt();
  await waiting(100);
  timers.advance(100);
  await waiting(200);
  await postgres.resume();
  timers.advance(200);
  await told("missed", "missed");
  await faulty("57P01");
  await sender().publish(key("after"));
  await told("missed", "missed", key("after"));
});

test("a wrong password is tried again and told once, without it, and serves as soon as it is right", async () => {
  const admin = await postgresSessions(postgres.connectionString, "none");
  onTestFinished(() => admin.close());
  await admin.query("create role late login password 'another'");
  const url = new URL(postgres.connectionString);
  url.username = "late";
  url.password = "hunter2";
  const { timers, faults, told, faulty, waiting } = await behindProxy({
    connectionString: url.href,
  });
  for (const wait of [100, 200, 400]) {
    await waiting(wait);
    timers.advance(wait);
  }
  await waiting(800);
  await faulty("28P01");
  expect(inspect(faults, { depth: null, showHidden: true })).not.toMatch(/hunter2|postgres:\/\//);

  await admin.query("alter role late password 'hunter2'");
  timers.advance(800);
  await told("missed");
});

test("publishing into silence is given up at its deadline, and works again on a healed network", async () => {
  const { proxy, messages } = await behindProxy({ deadline: 250 });
  await eventually(() => messages.publish(key("1")));
  proxy.hold();
  await expect(messages.publish(key("2"))).rejects.toMatchObject({ name: "PostgresMessagesError" });
  proxy.heal();
  await eventually(() => messages.publish(key("3")));
});

test("ending in silence takes no longer than the deadline, and nothing is tried afterwards", async () => {
  const { proxy, timers, end, told, faults } = await behindProxy();
  await told("missed");
  proxy.hold();
  const ending = end();
  timers.advance(DEADLINE);
  await ending;
  expect([timers.armed, faults]).toEqual([0, []]);
});

test("ending between two attempts tries no more", async () => {
  const { proxy, timers, end, told, faulty } = await behindProxy();
  await told("missed");
  proxy.cut();
  await faulty("ECONNRESET");
  await end();
  expect(timers.armed).toBe(0);
});
