import { createHash } from "node:crypto";
import { hash as bcrypt } from "bcrypt";
import { beforeAll, describe, expect, test } from "vitest";
import { foreignKey, peerDraft } from "../testing/foreign-drafts.ts";
import { IMPORT_OWNER, importInput, imported } from "../testing/import-input.ts";
import { testEngine } from "../testing/test-engine.ts";
import { ImportLedger, MAX_SHARED_START } from "./import-ledger.ts";

const KEY = foreignKey();

let bcryptHash = "";
beforeAll(async () => {
  bcryptHash = await bcrypt(KEY, 4);
});

describe("a key that is there already is left as it is", () => {
  test("when it was imported before, in another spelling", async () => {
    const fixture = testEngine();
    const first = await imported(fixture, importInput(KEY, { name: "first" }));
    const hash = createHash("sha256").update(KEY).digest("base64");
    const again = await imported(fixture, importInput(KEY, { hash, hashFormat: "sha256-base64" }));
    expect(again).toEqual({
      kind: "present",
      id: first.kind === "imported" ? first.record.id : "",
    });
  });

  test.each(["sha256", "bcrypt"])("when it was imported and used since, by %s", async (kind) => {
    const fixture = testEngine();
    const given =
      kind === "bcrypt"
        ? importInput(KEY, { hash: bcryptHash, hashFormat: "bcrypt", start: KEY.slice(0, 8) })
        : importInput(KEY);
    await imported(fixture, given);
    await fixture.engine.verify(KEY);
    await fixture.engine.close();
    expect((await imported(fixture, given)).kind).toBe("present");
  });

  test("when it was revoked: it does not come back", async () => {
    const fixture = testEngine();
    const result = await imported(fixture, importInput(KEY));
    if (result.kind !== "imported") throw new Error("It was not imported.");
    await fixture.engine.revoke({ id: result.record.id, referenceId: IMPORT_OWNER });
    expect((await imported(fixture, importInput(KEY))).kind).toBe("present");
    expect((await fixture.engine.verify(KEY)).outcome).toBe("API_KEY_REVOKED");
  });

  test.each([false, true])(
    "when Better Auth's own plugin wrote it (used since: %s)",
    async (used) => {
      const fixture = testEngine();
      const { id } = await fixture.store.port.insert(peerDraft(KEY));
      if (used) await fixture.engine.verify(KEY);
      await fixture.engine.close();
      expect(await imported(fixture, importInput(KEY))).toEqual({ kind: "present", id });
    },
  );
});

test("the same key twice in one import is told of, with the place of the first", async () => {
  const { engine, store } = testEngine();
  const others = Array.from({ length: 150 }, (_, index) => importInput(`other-${index}`));
  const results = await engine.import([
    importInput(KEY),
    ...others,
    importInput(KEY, { name: "again" }),
  ]);
  expect(results.at(-1)).toEqual({ kind: "repeated", place: 0 });
  expect(store.calls("insert")).toBe(151);
});

describe("keys of which nothing is known but how they begin", () => {
  const start = "shared-s";
  const sharing = (count: number) =>
    Promise.all(
      Array.from({ length: count }, async (_, index) =>
        importInput("", {
          hash: await bcrypt(`${start}-${index}`, 4),
          hashFormat: "bcrypt",
          start,
        }),
      ),
    );

  test("may share that in small number, those that the store has included", async () => {
    const { engine } = testEngine();
    const inputs = await sharing(MAX_SHARED_START + 2);
    await engine.import(inputs.slice(0, 2));
    const kinds = (await engine.import(inputs.slice(2))).map(({ kind }) => kind);
    expect(kinds).toEqual(["imported", "imported", "imported", "refused", "refused"]);
  });

  test("make room when they are used", async () => {
    const { engine } = testEngine();
    const inputs = await sharing(MAX_SHARED_START + 1);
    await engine.import(inputs.slice(0, -1));
    expect((await engine.verify(`${start}-0`)).outcome).toBe("valid");
    await engine.close();
    expect((await engine.import(inputs.slice(-1)))[0]?.kind).toBe("imported");
  });
});

describe("a dry run", () => {
  test("says what an import would, and writes nothing", async () => {
    const { engine, store } = testEngine();
    await engine.import([importInput("there")]);
    const inputs = [
      importInput(KEY),
      importInput("there"),
      importInput(KEY),
      importInput("x", { name: "" }),
    ];
    store.resetCalls();
    const dry = await engine.import(inputs, { dryRun: true });
    expect(dry.map(({ kind }) => kind)).toEqual(["importable", "present", "repeated", "refused"]);
    expect(store.calls("insert")).toBe(0);
    expect((await engine.verify(KEY)).outcome).toBe("API_KEY_INVALID");
    const wet = await engine.import(inputs);
    expect(wet.map(({ kind }) => kind)).toEqual(["imported", "present", "repeated", "refused"]);
  });

  test("in parts says what the whole would: the ledger goes through all of them", async () => {
    const hashed = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => bcrypt(`same-${index}`, 4)));
    const inputs = [
      ...hashed.map((hash) =>
        importInput("", { hash, hashFormat: "bcrypt" as const, start: "same" }),
      ),
      importInput(KEY),
      importInput(KEY),
    ];
    for (const dryRun of [true, false]) {
      const { engine } = testEngine();
      const ledger = new ImportLedger();
      const results = [];
      for (const each of inputs) results.push(...(await engine.import([each], { dryRun, ledger })));
      const done = dryRun ? "importable" : "imported";
      const last = results.slice(-4);
      expect(last.map(({ kind }) => kind)).toEqual([done, "refused", done, "repeated"]);
      expect(last[3]).toEqual({ kind: "repeated", place: 6 });
    }
  });
});
