import type { ApiKeyAlertDigest } from "@latchkey/better-auth";
import { expect, test } from "vitest";
import { loggedAlerts } from "./alert-log.ts";
import { createLogger } from "./logger.ts";

const NOW = new Date(Date.UTC(2026, 0, 15));

const alert = (kind: ApiKeyAlertDigest["alerts"][number]["kind"]) => ({
  id: "alert-1",
  kind,
  severity: "warning" as const,
  keyId: "key-1",
  referenceId: "user-1",
  configId: "default",
  start: "lk_live_abc123",
  name: "Payroll",
  raisedAt: NOW,
  lastSeenAt: NOW,
  count: 1,
  details: {},
  acknowledgedAt: null,
  acknowledgedById: null,
  resolvedAt: null,
  resolvedById: null,
  sentAt: null,
});

test("a digest is one line: how many alerts of which kind, and nothing of keys and owners", async () => {
  const lines: string[] = [];
  const send = loggedAlerts(createLogger({ write: (line) => lines.push(line) }));
  const owner = { kind: "user", id: "user-1", name: "Ada", email: "ada@example.com" } as const;
  await send({ owner, alerts: [alert("leaked"), alert("expiring"), alert("expiring")] });
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    {
      level: "info",
      time: expect.any(String),
      part: "alerts",
      count: 3,
      kinds: { leaked: 1, expiring: 2 },
      msg: "alerts raised",
    },
  ]);
});
