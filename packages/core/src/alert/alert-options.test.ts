import { expect, it } from "vitest";
import { ALERT_KINDS } from "./alert.ts";
import { alertSettings } from "./alert-options.ts";

it("nothing said is 14, 7 and 1 days, half of 20 requests in a quarter of an hour, and 90 days kept", () => {
  expect(alertSettings()).toMatchObject({
    kinds: new Set(ALERT_KINDS),
    expiringDays: [1, 7, 14],
    errorRate: { window: 900_000, minRequests: 20, threshold: 0.5, factor: 4 },
    anomaly: { enabled: true, threshold: 0.5 },
    overlapEnding: 86_400_000,
    retention: 90 * 86_400_000,
    digestInterval: 300_000,
  });
  expect(alertSettings({ retention: null, expiringDays: [] })).toMatchObject({
    retention: null,
    expiringDays: [],
  });
});

it.each([
  [{ expiringDays: [0] }, "alerts.expiringDays is 0"],
  [{ expiringDays: [366] }, "from 0.04"],
  [{ overlapEnding: 1 }, "alerts.overlapEnding is 1"],
  [{ errorRate: { window: 7_200 } }, "from 60 to 3600"],
  [{ errorRate: { threshold: 1.5 } }, "alerts.errorRate.threshold is 1.5"],
  [{ errorRate: { factor: 0 } }, "1 or more"],
  [{ anomaly: { threshold: 0 } }, "alerts.anomaly.threshold is 0; it must be from 0.1 to 1"],
  [{ maxPerKeyAndDay: 0 }, "alerts.maxPerKeyAndDay is 0"],
  [{ digestInterval: -1 }, "alerts.digestInterval is -1"],
  [{ digestInterval: Number.NaN }, "alerts.digestInterval is NaN"],
  [{ retention: -1 }, "alerts.retention is -1"],
])("refuses %j, and says what may be", (options, message) => {
  expect(() => alertSettings(options)).toThrow(message);
  expect(() => alertSettings(options)).toThrow(RangeError);
});

it("refuses a kind that there is not, and names those that there are", () => {
  // @ts-expect-error -- it must be one of them
  expect(() => alertSettings({ kinds: ["expired"] })).toThrow("expiring, rotation-due");
});
