import { inspect } from "node:util";
import type { Change } from "@latchkey/core";
import { Pool } from "pg";
import { expect, onTestFinished, test } from "vitest";
import {
  postgresMessages,
  type PostgresMessagesError,
  type PostgresMessagesOptions,
} from "../postgres.ts";
import { eventually } from "../testing/eventually.ts";
import { postgresForFile } from "../testing/postgres-for-file.ts";
import { postgresSessions } from "../testing/postgres-sessions.ts";
import { recordingListener } from "../testing/recording-listener.ts";

const postgres = postgresForFile();

const key = (id: string): Change => ({ kind: "key", id });

/** One process with its subscription. */
function process(options: Partial<PostgresMessagesOptions> = {}) {
  const faults: PostgresMessagesError[] = [];
  const messages = postgresMessages({
    connectionString: postgres.connectionString,
    onFault: (fault) => void faults.push(fault),
    ...options,
  });
  const listener = recordingListener();
  const end = messages.subscribe(listener);
  onTestFinished(end);
  const told = (...expected: (Change | "missed")[]) =>
    eventually(() => {
      expect(listener.told).toEqual(expected);
    });
  return { messages, listener, end, told, faults };
}

async function sessions() {
  const seen = await postgresSessions(postgres.connectionString);
  onTestFinished(() => seen.close());
  return seen;
}

test("two processes hear of each other's changes, and of their own", async () => {
  const [a, b] = [process(), process()];
  await Promise.all([a.told("missed"), b.told("missed")]);

  await a.messages.publish(key("from-a"));
  await b.told("missed", key("from-a"));
  const owner: Change = { kind: "owner", id: "o-1", ownerKind: "organization" };
  await b.messages.publish(owner);
  await Promise.all([a, b].map((it) => it.told("missed", key("from-a"), owner)));
  expect([...a.faults, ...b.faults]).toEqual([]);
});

test("channels do not hear each other", async () => {
  const [a, b] = [process(), process({ channel: "Another_1" })];
  await Promise.all([a.told("missed"), b.told("missed")]);
  await a.messages.publish(key("1"));
  await b.messages.publish(key("2"));
  await a.told("missed", key("1"));
  await b.told("missed", key("2"));
});

test.each([
  "x".repeat(64),
  `'"; drop table "apikey"; --\n\r\t\\ $1 %s`,
  "ключ 鍵 🔑 \u0000 \u2028",
  "\ud800 alone",
  "",
])("an id arrives as it is: %j", async (id) => {
  const it = process();
  await it.told("missed");
  await it.messages.publish(key(id));
  await it.told("missed", key(id));
});

test("an id that is too long is refused, and others are sent afterwards", async () => {
  const it = process();
  await it.told("missed");
  await expect(it.messages.publish(key("x".repeat(8_000)))).rejects.toThrow(RangeError);
  await it.messages.publish(key("short"));
  await it.told("missed", key("short"));
});

test("what others send on the channel is passed by, and what follows is heard", async () => {
  const it = process();
  await it.told("missed");
  const other = await sessions();
  for (const garbage of ["", "{", '{"kind":"key"}', "x".repeat(7_999)]) {
    await other.query("select pg_notify('latchkey_changes', $1)", [garbage]);
  }
  await it.messages.publish(key("after"));
  await it.told("missed", key("after"));
  expect(it.faults).toEqual([]);
});

test("a listener that throws is reported, and told of what follows", async () => {
  const faults: PostgresMessagesError[] = [];
  const { messages, listener, told } = process();
  await told("missed");
  const throwing = postgresMessages({
    connectionString: postgres.connectionString,
    onFault: (fault) => void faults.push(fault),
  }).subscribe({
    missed: () => {
      throw new Error("no");
    },
    changed: (change) => {
      listener.changed(change);
      throw new Error("no");
    },
  });
  onTestFinished(throwing);
  await eventually(() => {
    expect(faults).toHaveLength(1);
  });
  await messages.publish(key("1"));
  await messages.publish(key("2"));
  await eventually(() => {
    expect(listener.told).toHaveLength(5);
    expect(faults.map(String)).toEqual(
      Array.from({ length: 3 }, () => "PostgresMessagesError: A listener to changes failed."),
    );
  });
});

test("a session that the server ends is replaced, and the listener told that it may have missed something", async () => {
  const it = process();
  await it.told("missed");
  await it.messages.publish(key("before"));
  await it.told("missed", key("before"));

  await (await sessions()).terminate();
  await it.told("missed", key("before"), "missed");
  expect(it.faults.map(({ code }) => code)).toEqual(["57P01"]);
  // The connection that was sent on before was ended as well, which the pool may not know yet.
  await eventually(() => it.messages.publish(key("after")));
  await it.told("missed", key("before"), "missed", key("after"));
});

test("the application's pool is sent through, and stays open", async () => {
  const pool = new Pool({
    connectionString: postgres.connectionString,
    application_name: "the application",
    max: 1,
  });
  onTestFinished(() => pool.end());
  const seen = await sessions();
  const it = process({ pool });
  await it.told("missed");
  await it.messages.publish(key("1"));
  await it.told("missed", key("1"));
  expect(pool.totalCount).toBe(1);
  // What listens, and nothing else.
  await eventually(async () => {
    expect(await seen.count()).toBe(1);
  });

  await it.end();
  await expect(pool.query("select 1")).resolves.toMatchObject({ rowCount: 1 });
});

test("ending closes every connection, may be said twice, and what is ended hears nothing more", async () => {
  const seen = await sessions();
  await eventually(async () => {
    expect(await seen.count()).toBe(0);
  });
  const [a, b] = [process(), process()];
  await Promise.all([a.told("missed"), b.told("missed")]);
  await Promise.all(["1", "2", "3"].map((id) => a.messages.publish(key(id))));
  await eventually(() => {
    expect(b.listener.told).toHaveLength(4);
  });
  expect(await seen.count()).toBe(4);

  await Promise.all([a.end(), a.end()]);
  await eventually(async () => {
    expect(await seen.count()).toBe(1);
  });
  const heard = a.listener.told.length;
  await b.messages.publish(key("later"));
  await eventually(() => {
    expect(b.listener.told).toHaveLength(5);
  });
  expect(a.listener.told).toHaveLength(heard);

  await b.end();
  await eventually(async () => {
    expect(await seen.count()).toBe(0);
  });
  expect([...a.faults, ...b.faults]).toEqual([]);
});

test("ending at once, before anything is connected, leaves nothing behind", async () => {
  const seen = await sessions();
  const it = process();
  await it.end();
  await eventually(async () => {
    expect(await seen.count()).toBe(0);
  });
  expect([it.listener.told, it.faults]).toEqual([[], []]);
});

test("what cannot be sent is rejected with a code, and without what was connected with", async () => {
  const url = new URL(postgres.connectionString);
  url.password = "hunter2";
  const messages = postgresMessages({ connectionString: url.href });
  const refusal: unknown = await messages.publish(key("1")).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ name: "PostgresMessagesError", code: "28P01" });
  expect(inspect(refusal, { depth: null, showHidden: true })).not.toMatch(/hunter2|postgres:\/\//);
});
