import { OUTCOMES, type OutcomeStats, type Stats } from "./read-stats.ts";

type Row = readonly [what: string, ...numbers: (number | string)[]];

/** For a person to read: one subject after the other, numbers under each other. */
export function statsTable(stats: Stats, bytes: number): string {
  const { keys, owners, verifications, hashes, oldestKey, auditEntries } = stats;
  const { lastHour, lastDay } = verifications;
  return [
    table([
      ["Keys", keys.total],
      ["  active", keys.active],
      ["    expiring within 14 days", keys.expiringSoon],
      ["    never used", keys.neverUsed],
      ["  disabled", keys.disabled],
      ["  expired", keys.expired],
      ["  revoked", keys.revoked],
      ["Owners", owners],
      ["Oldest active key", oldestKey?.slice(0, 10) ?? "none"],
    ]),
    table([
      ["Verifications", "last hour", "last 24 h"],
      ...rows(lastHour, lastDay),
      ["  failed, together", failed(lastHour), failed(lastDay)],
    ]),
    table([["Hashes", "keys"], ...hashes.map((it): Row => [`  ${it.format}`, it.keys])]),
    table([
      ["Audit entries", auditEntries],
      ["Database, MB", (bytes / 1e6).toFixed(1)],
    ]),
  ].join("\n");
}

const WORDS = {
  valid: "valid",
  invalid: "invalid",
  expired: "expired",
  revoked: "revoked",
  disabled: "disabled",
  forbidden: "forbidden",
  rateLimited: "rate limited",
  quotaExceeded: "quota exceeded",
  unavailable: "unavailable",
} as const satisfies Record<keyof OutcomeStats, string>;

function rows(lastHour: OutcomeStats, lastDay: OutcomeStats): Row[] {
  return OUTCOMES.map((outcome) => [`  ${WORDS[outcome]}`, lastHour[outcome], lastDay[outcome]]);
}

function failed(seen: OutcomeStats): number {
  return OUTCOMES.reduce((sum, outcome) => sum + (outcome === "valid" ? 0 : seen[outcome]), 0);
}

function table(lines: readonly Row[]): string {
  const first = Math.max(28, ...lines.map(([what]) => what.length));
  return lines
    .map(([what, ...numbers]) => {
      const cells = numbers.map((it) => (typeof it === "number" ? grouped(it) : it).padStart(12));
      return `${what.padEnd(first)}${cells.join("")}\n`;
    })
    .join("");
}

const grouped = (count: number): string => count.toLocaleString("en-US");
