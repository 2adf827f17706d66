import { describe, expect, it } from "vitest";
import { testEngine } from "../testing/test-engine.ts";
import { DEFAULT_ENVIRONMENTS } from "./environment.ts";
import { ANY_EXPIRY } from "./expiry-policy.ts";
import { type KeyPolicy, assertPolicy, overlapUnder, rotationDue } from "./key-policy.ts";

const DAY = 24 * 60 * 60;
const OWNER = { referenceId: "owner" };
const environments = DEFAULT_ENVIRONMENTS;
const usual = { environments };

describe("with the usual environments", () => {
  it.each([
    ["development", "sk_dev_", 30],
    ["production", "sk_live_", 90],
    ["ci", "sk_ci_", null],
  ])("a key for %s begins with %s and lives for %s days", async (environment, prefix, days) => {
    const { engine, clock } = testEngine({ policy: usual });
    const { key, record } = await engine.create({ ...OWNER, environment });
    expect(key.startsWith(prefix)).toBe(true);
    expect(record).toMatchObject({ environment, prefix });
    expect(record.expiresAt?.getTime() ?? null).toBe(
      days === null ? null : clock.now() + days * DAY * 1_000,
    );
    expect((await engine.verify(key)).valid).toBe(true);
  });

  it("a prefix stands for its environment, and nothing for the first", async () => {
    const { engine } = testEngine({ policy: usual });
    const byPrefix = await engine.create({ ...OWNER, prefix: "sk_ci_" });
    expect(byPrefix.record.environment).toBe("ci");
    expect((await engine.create(OWNER)).record.environment).toBe("development");
  });

  it.each([
    [{ environment: "staging" }, "INVALID_ENVIRONMENT", "development, production, ci"],
    [{ environment: "__proto__" }, "INVALID_ENVIRONMENT", "development, production, ci"],
    [{ environment: "toString" }, "INVALID_ENVIRONMENT", "development, production, ci"],
    [{ environment: "" }, "INVALID_ENVIRONMENT", "development, production, ci"],
    [{ environment: "development", prefix: "sk_live_" }, "PREFIX_NOT_ALLOWED", "sk_dev_"],
    [{ prefix: "sk_live" }, "PREFIX_NOT_ALLOWED", "sk_live_"],
    [{ prefix: "" }, "PREFIX_NOT_ALLOWED", "sk_dev_"],
    [{ environment: "production", expiresIn: null }, "EXPIRATION_REQUIRED", String(90 * DAY)],
    [
      { environment: "production", expiresIn: 89 * DAY },
      "EXPIRES_IN_IS_TOO_SMALL",
      String(90 * DAY),
    ],
    [
      { environment: "production", expiresIn: 366 * DAY },
      "EXPIRES_IN_IS_TOO_LARGE",
      String(365 * DAY),
    ],
    [
      { environment: "development", expiresIn: 31 * DAY },
      "EXPIRES_IN_IS_TOO_LARGE",
      String(30 * DAY),
    ],
  ])("%j is refused: %s, and what is allowed is said", async (wish, code, allowed) => {
    const { engine, store } = testEngine({ policy: usual });
    await expect(engine.create({ ...OWNER, ...wish })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(allowed),
    });
    expect(store.calls("insert")).toBe(0);
  });

  it("an update keeps a key within its environment's bounds, counted from its creation", async () => {
    const { engine, clock } = testEngine({ policy: usual });
    const { record } = await engine.create({ ...OWNER, environment: "development" });
    const reference = { ...OWNER, id: record.id };
    clock.advance(10 * DAY * 1_000);
    await expect(engine.update({ ...reference, expiresIn: 21 * DAY })).rejects.toMatchObject({
      code: "EXPIRES_IN_IS_TOO_LARGE",
      message: expect.stringContaining(String(20 * DAY)),
    });
    await expect(engine.update({ ...reference, expiresIn: null })).rejects.toMatchObject({
      code: "EXPIRATION_REQUIRED",
    });
    const updated = await engine.update({ ...reference, expiresIn: DAY });
    expect(updated.expiresAt).toEqual(new Date(clock.now() + DAY * 1_000));
  });

  it("rotation is due by the policy of the day, and never for keys that need none", () => {
    const createdAt = new Date("2026-01-01T00:00:00Z");
    const due = (environment: string | null) => rotationDue(usual, { environment, createdAt });
    expect(due("production")).toEqual(new Date("2026-04-01T00:00:00Z"));
    expect([due("development"), due(null), due("no longer configured")]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

it("without environments none may be named", async () => {
  const { engine } = testEngine();
  await expect(engine.create({ ...OWNER, environment: "production" })).rejects.toMatchObject({
    code: "INVALID_ENVIRONMENT",
  });
});

it("an overlap is a day unless asked otherwise, and never longer than the policy allows", () => {
  expect(overlapUnder({}, undefined)).toBe(DAY);
  expect(overlapUnder({}, 0)).toBe(0);
  expect(overlapUnder({ rotation: { maxOverlap: 60, defaultOverlap: 30 } }, undefined)).toBe(30);
  for (const overlap of [-1, 30 * DAY + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => overlapUnder({}, overlap)).toThrow(
      expect.objectContaining({
        code: "INVALID_OVERLAP",
        message: expect.stringContaining("2592000"),
      }),
    );
  }
});

describe("a policy that contradicts itself is refused at the start", () => {
  const bounds = { min: 1, max: 2, default: 1 };
  const cases: [string, KeyPolicy][] = [
    ["no environment", { environments: {} }],
    ["an environment without a name", { environments: { "": { prefix: "x_", expiresIn: null } } }],
    ["a prefix with a space", { environments: { a: { prefix: "a b", expiresIn: null } } }],
    [
      "one prefix for two",
      {
        environments: {
          a: { prefix: "x_", expiresIn: null },
          b: { prefix: "x_", expiresIn: null },
        },
      },
    ],
    [
      "a default below the minimum",
      { environments: { a: { prefix: "", expiresIn: { ...bounds, default: 0 } } } },
    ],
    [
      "a maximum below the minimum",
      { environments: { a: { prefix: "", expiresIn: { ...bounds, max: 0 } } } },
    ],
    [
      "rotation every 0 seconds",
      { environments: { a: { prefix: "", expiresIn: null, rotateEvery: 0 } } },
    ],
    ["a default expiry out of bounds", { expiry: { ...ANY_EXPIRY, min: 10, default: 5 } }],
    ["a longest expiry beyond 100 years", { expiry: { ...ANY_EXPIRY, max: 1e12 } }],
    ["bounds that are crossed", { expiry: { ...ANY_EXPIRY, min: 10, max: 5 } }],
    ["a default overlap above the longest", { rotation: { defaultOverlap: 2, maxOverlap: 1 } }],
    ["a negative overlap", { rotation: { defaultOverlap: -1 } }],
    ["a shortest name above the longest", { name: { minLength: 5, maxLength: 4 } }],
    ["a shortest name of 0", { name: { minLength: 0 } }],
    ["a name of 256", { name: { maxLength: 256 } }],
    ["half a character", { name: { maxLength: 1.5 } }],
  ];
  it.each(cases)("%s", (_what, policy) => {
    expect(() => {
      assertPolicy(policy);
    }).toThrow(RangeError);
  });
});
