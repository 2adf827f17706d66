import { beforeEach, describe, expect, test } from "vitest";
import { type ManualClock, manualClock } from "../testing/manual-clock.ts";
import { Snapshot } from "./snapshot.ts";

const MAX_AGE = 1_000;

let clock: ManualClock;
let snapshot: Snapshot<string>;

beforeEach(() => {
  clock = manualClock();
  snapshot = new Snapshot();
});

/** A read that ends when it is told to. */
function heldRead() {
  let reads = 0;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const load = () => {
    reads += 1;
    return promise;
  };
  return { load, resolve, reject, reads: () => reads };
}

const confirm = (load: () => Promise<string>) => snapshot.confirm(load, MAX_AGE, clock);
const value = () => snapshot.within(MAX_AGE, clock.now());

test("nothing is known before the first read", () => {
  expect(value()).toBeUndefined();
  expect(snapshot.failedWithin(MAX_AGE, clock.now())).toBe(false);
});

test("what was read holds for the age that is asked for, and not a millisecond longer", async () => {
  expect(await confirm(async () => "read")).toBe("read");
  clock.advance(MAX_AGE - 1);
  expect(value()).toBe("read");
  clock.advance(1);
  expect(value()).toBeUndefined();
  expect(snapshot.within(MAX_AGE + 1, clock.now())).toBe("read");
});

test("age counts from when the read began, not from when it ended", async () => {
  const read = heldRead();
  const confirmed = confirm(read.load);
  clock.advance(600);
  read.resolve("read");
  await confirmed;
  clock.advance(400);
  expect(value()).toBeUndefined();
});

test("a clock that is set back does not make what is known last longer", async () => {
  await confirm(async () => "read");
  clock.advance(-3_600_000);
  expect(value()).toBeUndefined();
  expect(await confirm(async () => "read again")).toBe("read again");
  expect(value()).toBe("read again");
});

describe("reads are shared:", () => {
  test("however many ask, one is under way, and all are answered by it", async () => {
    const read = heldRead();
    const answers = Array.from({ length: 16 }, () => confirm(read.load));
    read.resolve("read");
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 16 }, () => "read"));
    expect(read.reads()).toBe(1);
  });

  test("one that failed has failed for all, and the next asks anew", async () => {
    const read = heldRead();
    const answers = Promise.allSettled([confirm(read.load), confirm(read.load)]);
    read.reject(new Error("away"));
    expect((await answers).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await confirm(async () => "back")).toBe("back");
  });

  test("one that has been under way for longer than the age serves no new caller", async () => {
    const [slow, fast] = [heldRead(), heldRead()];
    const first = confirm(slow.load);
    clock.advance(MAX_AGE);
    const second = confirm(fast.load);
    fast.resolve("later read");
    expect(await second).toBe("later read");
    slow.resolve("earlier read");
    expect(await first).toBe("earlier read");
    expect(value()).toBe("later read");
  });

  test("an earlier one that ends first settles the value until the later one does", async () => {
    const [slow, slower] = [heldRead(), heldRead()];
    const first = confirm(slow.load);
    clock.advance(MAX_AGE);
    const second = confirm(slower.load);
    slow.resolve("earlier read");
    await first;
    expect(snapshot.within(2 * MAX_AGE, clock.now())).toBe("earlier read");
    slower.resolve("later read");
    await second;
    expect(value()).toBe("later read");
  });

  test("with no age at all, every caller reads", async () => {
    let reads = 0;
    const load = async () => `read ${(reads += 1)}`;
    const answers = [1, 2, 3].map(() => snapshot.confirm(load, 0, clock));
    expect(await Promise.all(answers)).toEqual(["read 1", "read 2", "read 3"]);
  });
});

describe("after an invalidation", () => {
  test("what was known is not", async () => {
    await confirm(async () => "read");
    snapshot.invalidate();
    expect(snapshot.within(Number.POSITIVE_INFINITY, clock.now())).toBeUndefined();
  });

  test("a read that began before does not settle", async () => {
    const read = heldRead();
    const before = confirm(read.load);
    snapshot.invalidate();
    read.resolve("overtaken");
    expect(await before).toBe("overtaken");
    expect(value()).toBeUndefined();
  });

  test("a read that began before does not serve who asks after", async () => {
    const [before, after] = [heldRead(), heldRead()];
    const early = confirm(before.load);
    snapshot.invalidate();
    const late = confirm(after.load);
    before.resolve("overtaken");
    expect(await early).toBe("overtaken");
    after.resolve("true");
    expect(await late).toBe("true");
    expect(value()).toBe("true");
  });

  test("a read that began before and ends last changes nothing", async () => {
    const before = heldRead();
    const early = confirm(before.load);
    snapshot.invalidate();
    await confirm(async () => "true");
    before.resolve("overtaken");
    await early;
    expect(value()).toBe("true");
  });

  test("a read that began before does not end the sharing of one that began after", async () => {
    const [before, after] = [heldRead(), heldRead()];
    const early = confirm(before.load);
    snapshot.invalidate();
    const late = confirm(after.load);
    before.resolve("overtaken");
    await early;
    const later = confirm(after.load);
    after.resolve("true");
    expect(await Promise.all([late, later])).toEqual(["true", "true"]);
    expect(after.reads()).toBe(1);
  });

  test("the failure of a read that began before is no reason to pause", async () => {
    const before = heldRead();
    const early = confirm(before.load);
    snapshot.invalidate();
    before.reject(new Error("away"));
    await expect(early).rejects.toThrow("away");
    expect(snapshot.failedWithin(MAX_AGE, clock.now())).toBe(false);
  });
});

describe("after a failed read", () => {
  test("what was known stays known", async () => {
    await confirm(async () => "read");
    await expect(confirm(() => Promise.reject(new Error("away")))).rejects.toThrow("away");
    expect(value()).toBe("read");
  });

  test("the failure is told for as long as asked, from when it failed on", async () => {
    const read = heldRead();
    const confirmed = confirm(read.load);
    clock.advance(5_000);
    read.reject(new Error("away"));
    await expect(confirmed).rejects.toThrow("away");
    expect(snapshot.failedWithin(1_000, clock.now())).toBe(true);
    clock.advance(1_000);
    expect(snapshot.failedWithin(1_000, clock.now())).toBe(false);
  });
});
