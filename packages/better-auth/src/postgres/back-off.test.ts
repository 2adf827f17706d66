import { expect, test } from "vitest";
import { backOff } from "./back-off.ts";

test("waits 100 ms after the first failure, twice as long after each further one, and 5 s at most", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 1_000_000].map(backOff)).toEqual([
    100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000,
  ]);
});
