import { expect, it } from "vitest";
import { describeProcesses, unlessRefused } from "../testing/processes.ts";

const OWNER = "owner";
const TRIALS = 25;

const OPTIONS = {
  // What is told of changes at once is in audit-concurrency.test.ts, and would double the time here.
  auditLog: undefined,
  configurations: { default: {}, bounded: { maxKeys: 5 } },
  cache: { revalidateAfter: 0 },
} as const;

/** The new key that an operation made; `null` where it was refused. */
async function keyOf(operation: Promise<{ key: string }>): Promise<string | null> {
  return (await unlessRefused(operation))?.key ?? null;
}

describeProcesses(3, OPTIONS, (processes) => {
  async function newKey() {
    const { key, record } = await processes.one.create({ referenceId: OWNER });
    return { key, reference: { id: record.id, referenceId: OWNER } };
  }

  const outcomes = (key: string) =>
    Promise.all(processes.all.map(async (each) => (await each.verify(key)).outcome));

  it("a revocation among rotations leaves nothing that works", async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const { key, reference } = await newKey();
      const rotations = processes.all.map((each) => keyOf(each.rotate(reference)));
      const revocation = processes.all[trial % processes.all.length]?.revoke(reference);
      const [successors] = await Promise.all([Promise.all(rotations), revocation]);
      for (const each of [key, ...successors]) {
        if (each === null) continue;
        expect(new Set(await outcomes(each))).toEqual(new Set(["API_KEY_REVOKED"]));
      }
    }
  });

  it("rotations at once make one key that works at the most, and a key is never lost", async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const { key, reference } = await newKey();
      const rotations = processes.all.map((each) => keyOf(each.rotate(reference)));
      const successors = (await Promise.all(rotations)).filter((each) => each !== null);
      expect(successors.length).toBeLessThanOrEqual(1);
      for (const each of [key, ...successors]) {
        expect(new Set(await outcomes(each))).toEqual(new Set(["valid"]));
      }
    }
  });

  it("a key that is disabled while it is verified stays disabled", async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const { key, reference } = await newKey();
      const { one, all } = processes;
      const verifications = Array.from({ length: 16 }, (_, index) =>
        all[index % all.length]?.verify(key),
      );
      await Promise.all([...verifications, one.update({ ...reference, enabled: false })]);
      expect(new Set(await outcomes(key))).toEqual(new Set(["API_KEY_DISABLED"]));
      expect((await one.get(reference)).enabled).toBe(false);
    }
  });

  it("of keys created at once exactly as many are made as there may be", async () => {
    const { one, all } = processes;
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const tenant = { referenceId: `owner-${trial}`, configId: "bounded" };
      for (let count = 0; count < 4; count += 1) await one.create(tenant);
      const creations = [...all, ...all].map((each) => keyOf(each.create(tenant)));
      const made = (await Promise.all(creations)).filter((each) => each !== null);
      expect(made).toHaveLength(1);
      expect((await one.list(tenant)).total).toBe(5);
    }
  });
});
