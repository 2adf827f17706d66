import { describe, expect, it } from "vitest";
import { byUrgency, isNews } from "./alert-order.ts";

const alert = (severity: string, minute: number, kind = "anomaly") => ({
  kind,
  severity,
  lastSeenAt: new Date(minute * 60_000),
});

describe("alerts", () => {
  it("are told most severe first, then what was seen last", () => {
    const [info, old, fresh, critical] = [
      alert("info", 9),
      alert("warning", 1),
      alert("warning", 5),
      alert("critical", 0),
    ];
    expect(byUrgency([info, old, fresh, critical])).toEqual([critical, fresh, old, info]);
  });

  it("of what goes on come before those of what is due, where both are as severe", () => {
    const [due, tried] = [alert("warning", 9, "rotation-due"), alert("warning", 1)];
    const expiring = alert("critical", 0, "expiring");
    expect(byUrgency([due, tried, expiring])).toEqual([expiring, tried, due]);
  });

  it("of a severity that is not known come before what is minor", () => {
    const [info, strange] = [alert("info", 9), alert("dreadful", 1)];
    expect(byUrgency([info, strange])).toEqual([strange, info]);
  });

  it("are news until somebody has seen them or they are settled", () => {
    const at = new Date(0);
    expect(isNews({ acknowledgedAt: null, resolvedAt: null })).toBe(true);
    expect(isNews({ acknowledgedAt: at, resolvedAt: null })).toBe(false);
    expect(isNews({ acknowledgedAt: null, resolvedAt: at })).toBe(false);
  });
});
