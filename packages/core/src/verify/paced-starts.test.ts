import { expect, test } from "vitest";
import { PacedStarts, STARTS_PER_TURN } from "./paced-starts.ts";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Begins so many things, which note their numbers, and answers what has begun. */
function started(paced: PacedStarts, count: number) {
  const begun: number[] = [];
  const all = Array.from({ length: count }, (_, number) =>
    paced.run(async () => {
      begun.push(number);
      return number;
    }),
  );
  return { begun, all };
}

test("the first few begin at once", () => {
  const { begun } = started(new PacedStarts(), STARTS_PER_TURN);
  expect(begun).toHaveLength(STARTS_PER_TURN);
});

test("no more than a few begin in one turn of the event loop, and all in their order", async () => {
  const count = 5 * STARTS_PER_TURN + 1;
  const { begun, all } = started(new PacedStarts(), count);
  while (begun.length < count) {
    const before = begun.length;
    await turn();
    expect(begun.length - before).toBeLessThanOrEqual(STARTS_PER_TURN);
  }
  expect(await Promise.all(all)).toEqual(Array.from({ length: count }, (_, number) => number));
  expect(begun).toEqual(begun.toSorted((a, b) => a - b));
});

test("what comes while others wait does not begin before them", async () => {
  const paced = new PacedStarts();
  const first = started(paced, 2 * STARTS_PER_TURN);
  await turn();
  const late = started(paced, 1);
  expect(late.begun).toEqual([]);
  await Promise.all([...first.all, ...late.all]);
  expect(late.begun).toEqual([0]);
});

test("what is rejected is rejected to who asked, and keeps nobody back", async () => {
  const paced = new PacedStarts();
  const failing = Array.from({ length: 2 * STARTS_PER_TURN }, () =>
    paced.run(() => Promise.reject(new Error("away"))),
  );
  for (const each of await Promise.allSettled(failing)) expect(each.status).toBe("rejected");
  expect(await paced.run(async () => "answered")).toBe("answered");
});

test("where a turn went by, as many begin at once as before", async () => {
  const paced = new PacedStarts();
  await Promise.all(started(paced, 3 * STARTS_PER_TURN).all);
  await turn();
  await turn();
  expect(started(paced, STARTS_PER_TURN).begun).toHaveLength(STARTS_PER_TURN);
});
