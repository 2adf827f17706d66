import { expect, test } from "vitest";
import { SingleFlight } from "./single-flight.ts";

test("who asks while the work is under way shares it; who asks later starts it anew", async () => {
  const flights = new SingleFlight<number>();
  const held = Promise.withResolvers<number>();
  let runs = 0;
  const work = () => {
    runs += 1;
    return held.promise;
  };
  const together = [flights.run("key", work), flights.run("key", work)];
  held.resolve(1);
  expect(await Promise.all(together)).toEqual([1, 1]);
  expect(runs).toBe(1);
  expect(await flights.run("key", async () => 2)).toBe(2);
});

test("work for another key does not wait", async () => {
  const flights = new SingleFlight<number>();
  const held = Promise.withResolvers<number>();
  const first = flights.run("a", () => held.promise);
  expect(await flights.run("b", async () => 2)).toBe(2);
  held.resolve(1);
  expect(await first).toBe(1);
});

test("work that failed has failed for all who share it, and is not remembered", async () => {
  const flights = new SingleFlight<number>();
  const held = Promise.withResolvers<number>();
  const together = Promise.allSettled([1, 2].map(() => flights.run("key", () => held.promise)));
  held.reject(new Error("no"));
  expect((await together).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await flights.run("key", async () => 2)).toBe(2);
});
