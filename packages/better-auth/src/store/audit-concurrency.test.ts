import { expect, it } from "vitest";
import { describeProcesses, unlessRefused } from "../testing/processes.ts";

const OWNER = "owner";
const TRIALS = 10;

async function isDone(operation: Promise<object | void>): Promise<boolean> {
  return (await unlessRefused(operation)) !== null;
}

describeProcesses(4, {}, (processes) => {
  async function toldOf(keyId: string): Promise<string[]> {
    const told: string[] = [];
    for await (const entry of processes.one.audit.entries({ keyId })) told.push(entry.action);
    return told;
  }

  const expectWhole = async () => {
    expect(await processes.one.audit.verify()).toMatchObject({ intact: true });
    expect(await processes.stores.store.findPending(10)).toEqual([]);
  };

  it("keys that are made at once have one entry each, in one whole chain", async () => {
    const made = await Promise.all(
      processes.all.flatMap((each) =>
        Array.from({ length: 6 }, () => each.create({ referenceId: OWNER })),
      ),
    );
    for (const { record } of made) expect(await toldOf(record.id)).toEqual(["created"]);
    await expectWhole();
  });

  it("operations on one key at once are told exactly as they took effect, and in order", async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const [one, two, three, four] = processes.all;
      if (!one || !two || !three || !four) throw new Error("There are four.");
      const { record } = await one.create({ referenceId: OWNER, name: "0" });
      const reference = { id: record.id, referenceId: OWNER };
      const done = await Promise.all([
        isDone(one.update({ ...reference, name: "1" })),
        isDone(two.update({ ...reference, enabled: false })),
        isDone(three.revoke(reference)),
        isDone(four.delete(reference)),
      ]);
      const told = await toldOf(record.id);
      expect(told[0]).toBe("created");
      expect(told.filter((action) => action === "updated")).toHaveLength(done[0] ? 1 : 0);
      expect(told.filter((action) => action === "disabled")).toHaveLength(done[1] ? 1 : 0);
      expect(told.filter((action) => action === "revoked").length).toBeLessThanOrEqual(1);
      expect(told.at(-1)).toBe("deleted");
      expect(told.filter((action) => action === "deleted")).toHaveLength(1);
    }
    await expectWhole();
  });
});
