/** Without an offset, a time is UTC. */
const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export const ALLOWED_MOMENTS =
  "2026-01-31T09:30:00Z, 2026-01-31 09:30:00 (UTC), or seconds or milliseconds since 1970";

/** A timestamp as a number (whose unit it does not tell) or a date; null for what is neither. */
export function momentOf(text: string): number | Date | null {
  if (NUMBER.test(text)) {
    const number = Number(text);
    return Number.isFinite(number) ? number : null;
  }
  const parts = ISO.exec(text);
  if (parts === null) return null;
  const [, day, minute = "00:00", second = "00", fraction = "0", zone = "Z"] = parts;
  const milliseconds = fraction.slice(0, 3).padEnd(3, "0");
  const date = new Date(`${day}T${minute}:${second}.${milliseconds}${offsetOf(zone)}`);
  return isRealDay(day) && !Number.isNaN(date.getTime()) ? date : null;
}

function offsetOf(zone: string): string {
  if (zone === "Z" || zone === "z") return "Z";
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  return `${zone.charAt(0)}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

/** A 30th of February would be taken for the 2nd of March. */
function isRealDay(day = ""): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}
