import { manualTimers } from "@latchkey/core/testing";
import { describe, expect, test } from "vitest";
import { Availability } from "./availability.ts";

/** A Redis that answers when it is told to, and what was asked of it. */
function setUp() {
  const timers = manualTimers();
  const told: unknown[] = [];
  const trials: { readonly keyId: string; answer: () => void; fail: () => void }[] = [];
  const state: { obstacle: string | null } = { obstacle: null };
  const availability = new Availability({
    obstacle: () => state.obstacle,
    trial: (keyId) =>
      new Promise<void>((answer, reject) => {
        trials.push({ keyId, answer, fail: () => reject(new Error("LOADING dataset")) });
      }),
    deadline: 100,
    timers,
    onAvailability: (available, reason) => {
      told.push(available ? "back" : reason);
      throw new Error("whoever is told fails");
    },
  });
  const lose = () =>
    availability.ask("key", () => Promise.reject(new Error("READONLY a replica"))).catch(() => 0);
  return { timers, told, trials, state, availability, lose };
}

/** Lets promises that are settled be handled. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const unanswered = () => new Promise<never>(() => undefined);

describe("a request", () => {
  test("is answered as Redis answers it", async () => {
    const { availability, timers, told } = setUp();
    expect(await availability.ask("key", () => Promise.resolve("answer"))).toBe("answer");
    expect(availability.lost).toBeNull();
    expect(told).toEqual([]);
    await settled();
    expect(timers.armed).toBe(0);
  });

  test("that is not answered within the deadline fails, and those after it at once", async () => {
    const { availability, timers, told } = setUp();
    let requests = 0;
    const ask = () =>
      availability.ask("key", () => {
        requests += 1;
        return unanswered();
      });
    const [first, second] = [ask(), ask()];
    timers.advance(99);
    expect(availability.lost).toBeNull();
    timers.advance(1);
    await expect(first).rejects.toThrow("no answer within 100 ms");
    await expect(second).rejects.toThrow("no answer within 100 ms");
    await expect(ask()).rejects.toThrow("no answer within 100 ms");
    expect(requests).toBe(2);
    expect(told).toEqual(["no answer within 100 ms"]);
  });

  test("whose answer came while the process was busy for longer than the deadline is answered", async () => {
    // Timers of a process that was busy run out one after the other; what has arrived is read in between.
    const due: (() => void)[] = [];
    const told: unknown[] = [];
    const availability = new Availability({
      obstacle: () => null,
      trial: () => Promise.resolve(),
      deadline: 100,
      timers: { after: (_, task) => (due.push(task), () => undefined) },
      onAvailability: (_, reason) => told.push(reason),
    });
    const answers: ((value: string) => void)[] = [];
    const asked = availability.ask(
      "key",
      () => new Promise<string>((resolve) => answers.push(resolve)),
    );
    due.shift()?.();
    answers[0]?.("in time");
    await settled();
    due.shift()?.();
    expect(await asked).toBe("in time");
    expect(told).toEqual([]);
  });

  test("is not sent where nothing can be", async () => {
    const { availability, state } = setUp();
    state.obstacle = "ECONNREFUSED";
    await expect(availability.ask("key", () => Promise.resolve())).rejects.toMatchObject({
      reason: "ECONNREFUSED",
    });
  });

  test("that fails is told by a word, never by what Redis has said", async () => {
    const { availability } = setUp();
    const said = "ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'secret'";
    await expect(availability.ask("key", () => Promise.reject(new Error(said)))).rejects.toThrow(
      /^Redis cannot be used now \(ERR\)\.$/,
    );
  });
});

describe("a Redis that was lost", () => {
  test("is tried a second later, with the key that it was lost with, and is back once that is answered", async () => {
    const { availability, timers, trials, told, lose } = setUp();
    await lose();
    timers.advance(999);
    expect(trials).toHaveLength(0);
    timers.advance(1);
    expect(trials.map(({ keyId }) => keyId)).toEqual(["key"]);
    expect(availability.lost).toBe("READONLY");
    trials[0]?.answer();
    await settled();
    expect(availability.lost).toBeNull();
    expect(told).toEqual(["READONLY", "back"]);
    expect(timers.armed).toBe(0);
  });

  test("is tried each second for as long as trials fail", async () => {
    const { availability, timers, trials, state, lose, told } = setUp();
    await lose();
    for (let second = 1; second <= 5; second += 1) {
      timers.advance(1_000);
      expect(trials).toHaveLength(second);
      trials.at(-1)?.fail();
      await settled();
    }
    state.obstacle = "ECONNREFUSED";
    timers.advance(1_000);
    await settled();
    expect(trials).toHaveLength(5);
    state.obstacle = null;
    timers.advance(1_000);
    trials.at(-1)?.answer();
    await settled();
    expect(availability.lost).toBeNull();
    expect(told).toEqual(["READONLY", "back"]);
  });

  test("is sent no trial beside one that has not ended, but for one that never does", async () => {
    const { availability, timers, trials, lose } = setUp();
    await lose();
    timers.advance(1_100);
    await settled();
    timers.advance(9_000);
    await settled();
    expect(trials).toHaveLength(1);
    timers.advance(1_000);
    await settled();
    timers.advance(1_000);
    expect(trials).toHaveLength(2);
    // An answer that comes late shows that it is worth trying, not that answers come in time.
    timers.advance(200);
    await settled();
    trials[1]?.answer();
    await settled();
    expect(availability.lost).not.toBeNull();
    timers.advance(1_000);
    expect(trials).toHaveLength(3);
    trials[2]?.answer();
    await settled();
    expect(availability.lost).toBeNull();
  });

  test("is no longer tried once all is closed", async () => {
    const { availability, timers, trials, told, lose } = setUp();
    await lose();
    timers.advance(1_000);
    availability.close();
    trials[0]?.fail();
    await settled();
    timers.advance(60_000);
    expect(trials).toHaveLength(1);
    expect(availability.lost).toBe("closed");
    expect(told).toEqual(["READONLY"]);
  });
});
