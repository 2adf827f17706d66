import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { NewAlert, StoredAlert } from "../../alert/alert.ts";
import type { AlertStore } from "../../port/alert-store.ts";
import { newAlert } from "../new-alert.ts";

const at = (minutes: number) => new Date(Date.UTC(2002, 0, 1, 12, minutes));

export function delivering(store: () => AlertStore): void {
  const insert = async (given: Partial<NewAlert>): Promise<StoredAlert> => {
    const stored = await store().insert(newAlert(given));
    if (stored === null) throw new Error("There is one already.");
    return stored;
  };
  const settle = (alerts: readonly StoredAlert[]) => {
    const none = { at: null, attempts: 1 };
    return Promise.all(
      alerts.map(({ id }) => store().update(id, {}, { sending: none, announcing: none })),
    );
  };

  it.each([
    ["sending", "announcing"],
    ["announcing", "sending"],
  ] as const)("lists for what %s is due, longest due first", async (message, other) => {
    const due = [];
    for (const minutes of [2, 0, 1]) {
      due[minutes] = await insert({ [message]: { at: at(minutes), attempts: 0 } });
    }
    const others = [
      await insert({ [message]: { at: at(3), attempts: 0 } }),
      await insert({ [other]: { at: at(0), attempts: 0 } }),
    ];
    const query = { message, until: at(2) };
    expect(await store().listDue({ ...query, limit: 9 })).toEqual(due);
    expect(await store().listDue({ ...query, limit: 2 })).toEqual(due.slice(0, 2));
    await settle([...due, ...others]);
    expect(await store().listDue({ ...query, limit: 9 })).toEqual([]);
  });

  it("lists what of one owner is to be sent, and was not tried, oldest first", async () => {
    const referenceId = randomUUID();
    const fresh = { at: at(9), attempts: 0 };
    const unsent = [
      await insert({ referenceId, sending: fresh, raisedAt: at(1) }),
      await insert({ referenceId, sending: fresh, raisedAt: at(2) }),
    ];
    const others = [
      await insert({ referenceId, sending: { at: at(9), attempts: 1 } }),
      await insert({ referenceId, sending: { at: null, attempts: 0 } }),
      await insert({ sending: fresh }),
    ];
    expect(await store().listUnsent({ referenceId, limit: 9 })).toEqual(unsent);
    expect(await store().listUnsent({ referenceId, limit: 1 })).toEqual(unsent.slice(0, 1));
    await settle([...unsent, ...others]);
  });
}
