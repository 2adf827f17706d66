import { describe, expect, it } from "vitest";
import { type ExpiryBounds, type KeyPolicy, OPEN_POLICY } from "../client/key-policy.ts";
import { dateBounds, expiryRule, expiryRuleOf } from "./expiry-rule.ts";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;
const now = new Date(2026, 2, 10, 14, 30).getTime();

/** The rule for keys of no environment, or of one that has these lifetimes. */
const ruleFor = (expiry: Partial<ExpiryBounds>) =>
  expiryRule({ ...OPEN_POLICY, expiry: { ...OPEN_POLICY.expiry, ...expiry } }, null);
const ruleIn = (expiresIn: KeyPolicy["environments"][number]["expiresIn"]) =>
  expiryRule(
    { ...OPEN_POLICY, environments: [{ name: "e", prefix: "e_", expiresIn, rotateEvery: null }] },
    "e",
  );
const span = (seconds: number) => ({ kind: "span", seconds });

describe("the choice of expiry", () => {
  it("is of the presets within an environment's bounds, with its default chosen", () => {
    const development = ruleIn({ min: 7 * DAY, max: 30 * DAY, default: 30 * DAY });
    expect(development).toMatchObject({ presets: [7 * DAY, 30 * DAY], initial: span(30 * DAY) });
    const production = ruleIn({ min: 90 * DAY, max: 365 * DAY, default: 90 * DAY });
    expect(production).toMatchObject({ presets: [90 * DAY, 365 * DAY], initial: span(90 * DAY) });
  });

  it("always has the default, though it be none of the presets", () => {
    expect(ruleIn({ min: HOUR, max: 10 * DAY, default: 12 * HOUR })).toMatchObject({
      presets: [12 * HOUR, 7 * DAY],
      initial: span(12 * HOUR),
    });
  });

  it("has no expiration only where that is allowed", () => {
    expect(ruleIn({ min: 1, max: DAY, default: DAY }).never).toBe(false);
    expect(ruleFor({ never: false, default: 30 * DAY }).never).toBe(false);
    expect(ruleIn(null)).toMatchObject({ never: true, initial: { kind: "never" } });
  });

  it("begins with 90 days where no environment says that keys need not expire", () => {
    expect(ruleFor({}).initial).toEqual(span(90 * DAY));
    expect(ruleFor({ max: 30 * DAY }).initial).toEqual({ kind: "never" });
    expect(ruleFor({ max: 30 * DAY, never: false }).initial).toEqual(span(7 * DAY));
    expect(ruleFor({ max: 5 * DAY, never: false })).toMatchObject({
      presets: [5 * DAY],
      initial: span(5 * DAY),
    });
  });

  it("is none where only the default may be had", () => {
    const fixed = ruleFor({ custom: false, default: 30 * DAY });
    expect(fixed).toMatchObject({ presets: [30 * DAY], never: false, dates: null });
    const endless = ruleFor({ custom: false, default: null, never: false });
    expect(endless).toMatchObject({ presets: [], never: true, initial: { kind: "never" } });
  });
});

describe("the dates to choose from", () => {
  it("begin tomorrow at the earliest", () => {
    expect(dateBounds(ruleFor({}), now)?.first).toBe("2026-03-11");
  });

  it("are those at whose end a key is neither too young nor too old", () => {
    const rule = ruleIn({ min: 7 * DAY, max: 30 * DAY, default: 30 * DAY });
    const bounds = dateBounds(rule, new Date(2026, 5, 10, 14, 30).getTime());
    expect(bounds).toEqual({ first: "2026-06-17", last: "2026-07-09" });
    expect(dateBounds(rule, new Date(2026, 5, 10).getTime())).toEqual({
      first: "2026-06-16",
      last: "2026-07-09",
    });
  });

  it("are none where no day ends within the bounds", () => {
    expect(dateBounds(ruleIn({ min: 1, max: DAY, default: DAY }), now)).toBeNull();
    expect(dateBounds(ruleFor({ custom: false }), now)).toBeNull();
  });
});

describe("the expiry of a key that is there", () => {
  const environments = [
    {
      name: "e",
      prefix: "e_",
      expiresIn: { min: 30 * DAY, max: 90 * DAY, default: 90 * DAY },
      rotateEvery: null,
    },
  ];
  const policy = { ...OPEN_POLICY, environments };
  const ofAge = (days: number, environment: string | null = "e") =>
    expiryRuleOf({ environment, createdAt: new Date(now - days * DAY * 1000) }, policy, now);

  it("may be nearer than a new key's, and no further from its creation", () => {
    expect(ofAge(0)).toMatchObject({
      presets: [7 * DAY, 30 * DAY, 90 * DAY],
      dates: { min: 1, max: 90 * DAY },
      never: false,
    });
    expect(ofAge(80)).toMatchObject({ presets: [7 * DAY], dates: { min: 1, max: 10 * DAY } });
    expect(ofAge(91)).toMatchObject({ presets: [], dates: null });
    expect(ofAge(91, null)).toMatchObject({ never: true });
  });

  it("is no choice where the policy leaves none", () => {
    const fixed = { ...OPEN_POLICY, expiry: { ...OPEN_POLICY.expiry, custom: false } };
    expect(expiryRuleOf({ environment: null, createdAt: new Date(now) }, fixed, now)).toBeNull();
  });
});
