import { expect, it } from "vitest";
import type { AlertStore } from "../../port/alert-store.ts";
import { newAlert } from "../new-alert.ts";

const NOW = new Date("2026-02-01T00:00:00.001Z");

export function changing(store: () => AlertStore): void {
  const insert = async () => {
    const stored = await store().insert(newAlert());
    if (stored === null) throw new Error("There is one already.");
    return stored;
  };

  it("changes what it is told to, and nothing else", async () => {
    const alert = await insert();
    const change = { severity: "critical", lastSeenAt: NOW, details: { new: [1] } } as const;
    const changed = await store().update(alert.id, {}, { ...change, countBy: 4 });
    expect(changed).toEqual({ ...alert, ...change, count: 5 });
    const acknowledged = { acknowledgedAt: NOW, acknowledgedById: "ada" };
    expect(await store().update(alert.id, {}, acknowledged)).toEqual({
      ...changed,
      ...acknowledged,
    });
    expect(await store().find([alert.id])).toEqual([{ ...changed, ...acknowledged }]);
  });

  it("changes nothing where the guard does not hold, or there is no such alert", async () => {
    const alert = await insert();
    const resolved = await store().update(
      alert.id,
      { resolvedAt: null, acknowledgedAt: null, lastSeenAt: alert.lastSeenAt, sendAt: null },
      { resolvedAt: NOW, resolvedById: null, acknowledgedAt: NOW },
    );
    expect(resolved).toMatchObject({ resolvedAt: NOW });
    const guards = [
      { resolvedAt: null },
      { acknowledgedAt: null },
      { lastSeenAt: NOW },
      { sendAt: NOW },
      { announceAt: NOW },
    ];
    for (const guard of guards) {
      expect(await store().update(alert.id, guard, { countBy: 1 })).toBeNull();
    }
    expect(await store().update("never", {}, { countBy: 1 })).toBeNull();
    expect(await store().find([alert.id])).toEqual([resolved]);
  });

  it("of changes at once whose guards exclude each other exactly one succeeds", async () => {
    const alert = await insert();
    const changes = Array.from({ length: 6 }, (_, index) =>
      store().update(
        alert.id,
        { lastSeenAt: alert.lastSeenAt },
        { lastSeenAt: new Date(NOW.getTime() + index), countBy: 1 },
      ),
    );
    expect((await Promise.all(changes)).filter((changed) => changed !== null)).toHaveLength(1);
    expect(await store().find([alert.id])).toMatchObject([{ count: 2 }]);
  });

  it("of additions at once none is lost", async () => {
    const alert = await insert();
    await Promise.all([1, 2, 3, 4].map((countBy) => store().update(alert.id, {}, { countBy })));
    expect(await store().find([alert.id])).toMatchObject([{ count: 11 }]);
  });
}
