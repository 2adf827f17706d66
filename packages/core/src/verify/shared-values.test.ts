import { expect, test } from "vitest";
import { SharedValues } from "./shared-values.ts";

test("what is called the same is the same", () => {
  const shared = new SharedValues<object>();
  const first = {};
  expect(shared.share("a", first)).toBe(first);
  expect(shared.share("a", {})).toBe(first);
  const other = {};
  expect(shared.share("b", other)).toBe(other);
});

test("what comes when many are known already is itself, and nothing more is kept", () => {
  const shared = new SharedValues<object>();
  for (let index = 0; index < 1_000; index += 1) shared.share(String(index), {});
  const [one, another] = [{}, {}];
  expect(shared.share("late", one)).toBe(one);
  expect(shared.share("late", another)).toBe(another);
});
