import { inspect } from "node:util";
import { expect, test } from "vitest";
import { postgresMessages, type PostgresMessagesOptions } from "../postgres.ts";

const connectionString = "postgres://latchkey:hunter2@127.0.0.1:1/app";

function refusalOf(options: PostgresMessagesOptions): unknown {
  try {
    postgresMessages(options);
  } catch (error) {
    return error;
  }
  return null;
}

test("one way to connect is enough; none, two and an empty one are refused", () => {
  expect(refusalOf({ connectionString })).toBeNull();
  expect(refusalOf({ config: { host: "127.0.0.1" } })).toBeNull();
  expect(refusalOf({})).toBeInstanceOf(RangeError);
  expect(refusalOf({ connectionString, config: {} })).toBeInstanceOf(RangeError);
  expect(refusalOf({ connectionString: "" })).toBeInstanceOf(RangeError);
});

test.each([
  "postgres://latchkey:hun#ter2hunter2@127.0.0.1:hunter2/app",
  "postgres://latchkey:hunter2@[hunter2/app",
])("a connection string that cannot be read is refused without quoting it: %s", (unreadable) => {
  const refusal = refusalOf({ connectionString: unreadable });
  expect(refusal).toBeInstanceOf(RangeError);
  expect(inspect(refusal, { depth: null, showHidden: true })).not.toContain("hunter2");
});

test.each(["", "1st", 'a"b', "a b", "é", "x".repeat(64)])(
  "a channel that LISTEN and pg_notify could take for two is refused: %j",
  (channel) => {
    expect(refusalOf({ connectionString, channel })).toBeInstanceOf(RangeError);
  },
);

test.each([0, -1, 1.5, Number.NaN, Infinity, 2 ** 31])(
  "%d milliseconds are refused as a heartbeat and as a deadline",
  (milliseconds) => {
    expect(refusalOf({ connectionString, heartbeat: milliseconds })).toBeInstanceOf(RangeError);
    expect(refusalOf({ connectionString, deadline: milliseconds })).toBeInstanceOf(RangeError);
  },
);
