import type { KeyAlert } from "../../client/alerts-client.ts";

const URGENCY: ReadonlyMap<string, number> = new Map([
  ["critical", 0],
  ["warning", 1],
  ["info", 2],
]);

/** What is due tells of a day to come; everything else tells of what goes on. */
const DUE: ReadonlySet<string> = new Set(["expiring", "rotation-due"]);

export function isDue({ kind }: { kind: string }): boolean {
  return DUE.has(kind);
}

type Ordered = Pick<KeyAlert, "lastSeenAt"> & { kind: string; severity: string };

/** Most severe first; of the same severity first what goes on, and then what was seen last. */
export function byUrgency<Told extends Ordered>(alerts: readonly Told[]): Told[] {
  // What only a newer server knows may be anything: it comes before what is certain to be minor.
  const urgency = ({ severity }: Told) => URGENCY.get(severity) ?? 1;
  return alerts.toSorted(
    (a, b) =>
      urgency(a) - urgency(b) ||
      Number(isDue(a)) - Number(isDue(b)) ||
      b.lastSeenAt.getTime() - a.lastSeenAt.getTime(),
  );
}

export function isOpen({ resolvedAt }: Pick<KeyAlert, "resolvedAt">): boolean {
  return resolvedAt === null;
}

/** Whether nobody has said yet that they have seen it. */
export function isNews(alert: Pick<KeyAlert, "resolvedAt" | "acknowledgedAt">): boolean {
  return isOpen(alert) && alert.acknowledgedAt === null;
}
