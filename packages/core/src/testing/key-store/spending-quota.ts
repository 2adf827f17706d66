import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { Check } from "./check.ts";
import { keyDraft } from "../key-draft.ts";

const AT = new Date("2026-01-16T10:20:30.405Z");
const LATER = new Date(AT.getTime() + 1);

const quota = (remaining: number | null, lastRefillAt: Date | null = null) => ({
  remaining,
  refillAmount: 100,
  refillInterval: 60_000,
  lastRefillAt,
});

export function spendingQuota(check: Check): void {
  check("what is spent goes from what is left, and nothing else is touched", async (store) => {
    for (const lastRefillAt of [null, AT]) {
      const record = await store.insert(keyDraft({ quota: quota(10, lastRefillAt) }));
      const spent = { ...record, quota: quota(7, lastRefillAt) };
      expect(await store.spendQuota(record.id, { amount: 3, lastRefillAt })).toEqual(spent);
      expect(await store.findById(record.id)).toEqual(spent);
      const returned = { ...record, quota: quota(9, lastRefillAt) };
      expect(await store.spendQuota(record.id, { amount: -2, lastRefillAt })).toEqual(returned);
    }
  });

  check("all that is left can be spent, and not one more", async (store) => {
    const { id } = await store.insert(keyDraft({ quota: quota(3) }));
    const spend = (amount: number) => store.spendQuota(id, { amount, lastRefillAt: null });
    expect(await spend(4)).toBeNull();
    expect((await spend(3))?.quota.remaining).toBe(0);
    expect(await spend(1)).toBeNull();
    expect((await store.findById(id))?.quota).toEqual(quota(0));
  });

  check("nothing is spent, or given back, of another filling than is meant", async (store) => {
    const record = await store.insert(keyDraft({ quota: quota(10, AT) }));
    for (const lastRefillAt of [null, LATER]) {
      for (const amount of [1, -1]) {
        expect(await store.spendQuota(record.id, { amount, lastRefillAt })).toBeNull();
      }
    }
    expect(await store.findById(record.id)).toEqual(record);
  });

  check("a key without a quota has none to spend, an unknown one neither", async (store) => {
    const record = await store.insert(keyDraft({ quota: quota(null) }));
    for (const id of [record.id, randomUUID()]) {
      for (const amount of [1, 0, -1]) {
        expect(await store.spendQuota(id, { amount, lastRefillAt: null })).toBeNull();
      }
    }
    expect(await store.findById(record.id)).toEqual(record);
  });

  check("of 20 who spend from 10 at once, ten can", async (store) => {
    const { id } = await store.insert(keyDraft({ quota: quota(10) }));
    const spent = await Promise.all(
      Array.from({ length: 20 }, () => store.spendQuota(id, { amount: 1, lastRefillAt: null })),
    );
    expect(spent.filter((record) => record !== null)).toHaveLength(10);
    expect((await store.findById(id))?.quota.remaining).toBe(0);
  });

  check("an update changes of a quota and a limit what it names", async (store) => {
    const record = await store.insert(keyDraft({ quota: quota(10, AT) }));
    const change = { quota: { remaining: 5 }, rateLimit: { max: 3 } };
    expect(await store.update(record.id, { remaining: 9 }, change)).toBeNull();
    expect(await store.update(record.id, { lastRefillAt: LATER }, change)).toBeNull();
    expect(await store.update(record.id, { remaining: 10, lastRefillAt: AT }, change)).toEqual({
      ...record,
      quota: quota(5, AT),
      rateLimit: { ...record.rateLimit, max: 3 },
    });
  });
}
