import { expect, it } from "vitest";
import type { AlertStore } from "../../port/alert-store.ts";
import { newAlert } from "../new-alert.ts";

export function inserting(store: () => AlertStore): void {
  it("an alert is stored as it was given, under an id of its own", async () => {
    const alert = newAlert({
      name: null,
      details: { days: 7, expiresAt: "2026-01-22T12:00:00.000Z", refusals: { API_KEY_INVALID: 2 } },
      count: 3_000_000_000,
      acknowledgedAt: new Date("2026-01-16T00:00:00.001Z"),
      acknowledgedById: "ada",
      resolvedAt: new Date("2026-01-17T00:00:00.002Z"),
      resolvedById: "bob",
      sentAt: new Date("2026-01-18T00:00:00.003Z"),
      sending: { at: new Date("2026-01-19T00:00:00.004Z"), attempts: 2 },
      announcing: { at: new Date("2026-01-20T00:00:00.005Z"), attempts: 3 },
    });
    const stored = await store().insert(alert);
    expect(stored).toEqual({ ...alert, id: expect.any(String) });
    expect(await store().find([stored?.id ?? ""])).toEqual([stored]);
    await store().update(stored?.id ?? "", {}, DONE);
  });

  it("there is one alert for one event: the first, whatever else of the second differs", async () => {
    const first = await store().insert(newAlert());
    const again = newAlert({ event: first?.event ?? "", name: "Another" });
    expect(await store().insert(again)).toBeNull();
    expect(await store().findEvents([again.event])).toEqual([first]);
  });

  it("also where one is settled", async () => {
    const first = await store().insert(newAlert({ resolvedAt: new Date() }));
    expect(await store().insert(newAlert({ event: first?.event ?? "" }))).toBeNull();
  });

  it("of several inserts at once exactly one adds it", async () => {
    const alert = newAlert();
    const inserts = Array.from({ length: 8 }, () => store().insert(alert));
    const added = (await Promise.all(inserts)).filter((stored) => stored !== null);
    expect(added).toHaveLength(1);
    expect(await store().findEvents([alert.event])).toEqual(added);
  });

  it("events and ids that there are not are left out", async () => {
    const one = await store().insert(newAlert());
    expect(await store().findEvents(["never", one?.event ?? ""])).toEqual([one]);
    expect(await store().find([one?.id ?? "", "never"])).toEqual([one]);
    expect(await store().findEvents([])).toEqual([]);
    expect(await store().find([])).toEqual([]);
  });
}

/** So that other tests do not find it due. */
const DONE = { sending: { at: null, attempts: 2 }, announcing: { at: null, attempts: 3 } } as const;
