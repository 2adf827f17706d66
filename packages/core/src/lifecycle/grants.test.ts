import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Permissions, missing, union } from "../access/permissions.ts";
import { KeyOperationError } from "../code/operation-error.ts";
import { testEngine } from "../testing/test-engine.ts";

const OWNER = "owner";

const words = fc.constantFrom("files", "reports", "users");
const actions = fc.uniqueArray(fc.constantFrom("read", "write", "*"), { maxLength: 3 });
const permissions: fc.Arbitrary<Permissions> = fc.dictionary(words, actions, {
  noNullPrototype: true,
});
const asStrings = (held: Permissions) =>
  Object.entries(held).flatMap(([resource, its]) => its.map((action) => `${action}:${resource}`));

const metadataOrNot = fc.option(
  permissions.map((held) => ({ permissions: asStrings(held) })),
  { nil: undefined },
);

function wanted(metadata: { permissions: string[] } | undefined): Permissions {
  const found: Record<string, string[]> = {};
  for (const text of metadata?.permissions ?? []) {
    const [action = "", resource = ""] = text.split(":");
    (found[resource] ??= []).push(action);
  }
  return found;
}

async function refusal(operation: Promise<unknown>): Promise<string | null> {
  try {
    await operation;
    return null;
  } catch (error) {
    if (error instanceof KeyOperationError) return error.code;
    throw error;
  }
}

describe("what a key may do is within what whoever makes it may grant", () => {
  const policy = { metadataPermissions: true };

  test("on create and update, whatever is asked for, in whichever form: else it is refused, and nothing changes", async () => {
    const wish = fc.record(
      { permissions: fc.option(permissions), metadata: metadataOrNot },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(permissions, wish, wish, async (grantable, first, second) => {
        const { engine } = testEngine({ policy });
        const asksFor = ({ permissions: its, metadata }: typeof first) =>
          union(its ?? null, wanted(metadata));
        const create = engine.create({ referenceId: OWNER, grantable, ...first });
        expect(await refusal(create)).toBe(
          missing(grantable, asksFor(first)) === null ? null : "PERMISSIONS_NOT_GRANTABLE",
        );
        const { records } = await engine.list({ referenceId: OWNER });
        expect(records).toHaveLength(missing(grantable, asksFor(first)) === null ? 1 : 0);

        const { key, record } = await engine.create({ referenceId: OWNER, grantable });
        const reference = { id: record.id, referenceId: OWNER };
        await refusal(engine.update({ ...reference, grantable, ...second }));
        const verified = await engine.verify(key);
        const held = verified.valid ? verified.permissions : null;
        expect(missing(grantable, held ?? {})).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  test("on rotate: a key that may do more than its rotator could grant is not rotated", async () => {
    await fc.assert(
      fc.asyncProperty(permissions, permissions, async (grantable, held) => {
        const { engine } = testEngine({ policy });
        const { record } = await engine.create({ referenceId: OWNER, permissions: held });
        const rotation = engine.rotate({ id: record.id, referenceId: OWNER, grantable });
        expect(await refusal(rotation)).toBe(
          missing(grantable, held) === null ? null : "PERMISSIONS_NOT_GRANTABLE",
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe("defaults", () => {
  test("are what a key gets for which nothing is asked; null and an empty object ask for nothing", async () => {
    const { engine } = testEngine();
    const defaults = { referenceId: OWNER, defaultPermissions: { files: ["read"] }, grantable: {} };
    expect((await engine.create(defaults)).record.permissions).toEqual({ files: ["read"] });
    for (const nothing of [null, {}]) {
      const { record } = await engine.create({ ...defaults, permissions: nothing });
      expect(missing(record.permissions, { files: ["read"] })).not.toBeNull();
    }
  });
});

describe("metadata.rateLimit", () => {
  const policy = { maxMetadataRateLimit: 1_000 };

  test.each([1, 999, 1_000])("%d of at most 1,000 is taken", async (rateLimit) => {
    const { engine } = testEngine({ policy });
    const { record } = await engine.create({ referenceId: OWNER, metadata: { rateLimit } });
    expect(record.metadata).toEqual({ rateLimit });
  });

  test.each([0, -1, 1_001, 1.5, 1e308, "1000", null, [], {}])(
    "%j is refused, on create and on update",
    async (rateLimit) => {
      const { engine } = testEngine({ policy });
      const metadata = { rateLimit };
      const create = engine.create({ referenceId: OWNER, metadata });
      expect(await refusal(create)).toBe("INVALID_RATE_LIMIT");
      const { record } = await engine.create({ referenceId: OWNER });
      const update = engine.update({ id: record.id, referenceId: OWNER, metadata });
      expect(await refusal(update)).toBe("INVALID_RATE_LIMIT");
    },
  );

  test("that is no number is the application's to read where no bound is named", async () => {
    const { engine } = testEngine();
    const { record } = await engine.create({ referenceId: OWNER, metadata: { rateLimit: "x" } });
    expect(record.metadata).toEqual({ rateLimit: "x" });
  });
});

test("a successor has the permissions, addresses and creator of the key that it replaces", async () => {
  const { engine } = testEngine();
  const given = {
    permissions: { files: ["read"] },
    allowedAddresses: ["192.0.2.0/24"],
    createdById: "creator",
  };
  const { record } = await engine.create({ referenceId: OWNER, ...given });
  const { record: successor } = await engine.rotate({ id: record.id, referenceId: OWNER });
  expect(successor).toMatchObject(given);
});
