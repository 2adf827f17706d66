import { expect, test } from "vitest";
import { outcomeOf } from "./trial.ts";

const probes = (given: Readonly<Record<number, boolean>>) =>
  Object.entries(given).map(([begunAt, accepted]) => ({ begunAt: Number(begunAt), accepted }));

test("A key that no request was accepted with after the answer is refused at once, however late the next request", () => {
  const outcome = outcomeOf(probes({ 90: true, 99: true, 130: false }), 100);
  expect(outcome).toEqual({ milliseconds: 0, accepted: 0 });
});

test("What counts is the first refusal after which none was accepted", () => {
  const outcome = outcomeOf(probes({ 99: true, 101: false, 110: true, 120: false }), 100);
  expect(outcome).toEqual({ milliseconds: 20, accepted: 1 });
});

test("A request that began before the answer may have been accepted", () => {
  expect(outcomeOf(probes({ 99: true, 99.5: false, 101: false }), 100).accepted).toBe(0);
});

test("A key that was never accepted shows nothing", () => {
  expect(() => outcomeOf(probes({ 99: false, 101: false }), 100)).toThrow("before it was revoked");
});
