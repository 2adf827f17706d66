import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { NewAlert, StoredAlert } from "../../alert/alert.ts";
import { alertPlace } from "../../alert/event.ts";
import type { AlertFilter, AlertStore } from "../../port/alert-store.ts";
import { newAlert } from "../new-alert.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 20, 12, minutes));

/** Before all that other tests raise. */
const early = (minutes: number) => new Date(Date.UTC(2001, 0, 1, 0, minutes));

async function inserted(store: AlertStore, given: Partial<NewAlert>): Promise<StoredAlert> {
  const stored = await store.insert(newAlert(given));
  if (stored === null) throw new Error("There is one already.");
  return stored;
}

export function listing(store: () => AlertStore): void {
  it("lists newest first, page by page, and counts all", async () => {
    const referenceId = randomUUID();
    const alerts = [];
    for (const minutes of [1, 3, 0, 2]) {
      alerts.push(await inserted(store(), { referenceId, raisedAt: at(minutes) }));
    }
    const filter = { referenceId };
    const first = await store().list({ filter, limit: 3, offset: 0 });
    const rest = await store().list({ filter, limit: 3, offset: 3 });
    expect([first.total, rest.total]).toEqual([4, 4]);
    expect([...first.alerts, ...rest.alerts]).toEqual(
      alerts.toSorted((a, b) => b.raisedAt.getTime() - a.raisedAt.getTime()),
    );
  });

  it("has one order for those that were raised in the same millisecond, on every page", async () => {
    const referenceId = randomUUID();
    for (let count = 0; count < 7; count += 1) await inserted(store(), { referenceId });
    const read = [];
    for (let offset = 0; offset < 7; offset += 2) {
      read.push(...(await store().list({ filter: { referenceId }, limit: 2, offset })).alerts);
    }
    expect(read).toHaveLength(7);
    expect(read.map(alertPlace)).toEqual(read.map(alertPlace).toSorted().toReversed());
  });

  it("answers no more than what every filter lets through", async () => {
    const referenceId = randomUUID();
    const keyId = randomUUID();
    const one = await inserted(store(), {
      referenceId,
      keyId,
      kind: "leaked",
      configId: "other",
      raisedAt: at(5),
      acknowledgedAt: at(6),
    });
    const two = await inserted(store(), { referenceId, resolvedAt: at(6), raisedAt: at(1) });
    await inserted(store(), {});
    const ids = async (filter: AlertFilter) => {
      const page = await store().list({ filter: { referenceId, ...filter }, limit: 9, offset: 0 });
      expect(page.total).toBe(page.alerts.length);
      return page.alerts.map(({ id }) => id);
    };
    expect(await ids({})).toEqual([one.id, two.id]);
    expect(await ids({ keyId })).toEqual([one.id]);
    expect(await ids({ kind: "anomaly" })).toEqual([two.id]);
    expect(await ids({ configId: "other" })).toEqual([one.id]);
    expect(await ids({ configId: ["default", "third"] })).toEqual([two.id]);
    expect(await ids({ open: true })).toEqual([one.id]);
    expect(await ids({ open: false })).toEqual([two.id]);
    expect(await ids({ acknowledged: true })).toEqual([one.id]);
    expect(await ids({ acknowledged: false })).toEqual([two.id]);
    expect(await ids({ raisedFrom: at(5) })).toEqual([one.id]);
    expect(await ids({ keyId, open: false })).toEqual([]);
  });

  it("lists the open ones, oldest first, from any place on", async () => {
    const open = [];
    for (const minutes of [2, 0, 1]) {
      open[minutes] = await inserted(store(), { raisedAt: early(minutes) });
    }
    await inserted(store(), { raisedAt: early(1), resolvedAt: early(3) });
    const [first, second, third] = open;
    expect(await store().listOpen({ after: "", limit: 3 })).toEqual(open);
    expect(await store().listOpen({ after: "", limit: 1 })).toEqual([first]);
    const after = first === undefined ? "" : alertPlace(first);
    expect(await store().listOpen({ after, limit: 2 })).toEqual([second, third]);
  });
}
