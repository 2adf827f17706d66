export const MAX_ADDRESSES = 100;

export type AddressProblem = { kind: "not-an-address"; text: string } | { kind: "too-many" };

/** The lines that say something, without outer spaces. */
export function addressLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** What is wrong with the first line that is wrong; `null` if nothing is. */
export function addressProblem(lines: readonly string[]): AddressProblem | null {
  if (lines.length > MAX_ADDRESSES) return { kind: "too-many" };
  const wrong = lines.find((line) => !isRange(line));
  return wrong === undefined ? null : { kind: "not-an-address", text: wrong };
}

/** An IP address of either version, or a range of them (CIDR). */
export function isRange(text: string): boolean {
  const [address = "", prefix, more] = text.split("/");
  const bits = isVersion4(address) ? 32 : isVersion6(address) ? 128 : null;
  if (bits === null || more !== undefined) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}

function isVersion4(text: string): boolean {
  const parts = text.split(".");
  return (
    parts.length === 4 &&
    parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
  );
}

function isVersion6(text: string): boolean {
  const [last = ""] = text.split(":").slice(-1);
  if (!/^[\da-f:.]+$/i.test(text) || (last.includes(".") && !isVersion4(last))) return false;
  try {
    // The browser knows: its URLs hold such addresses in brackets.
    return new URL(`http://[${text}]/`).hostname !== "";
  } catch {
    return false;
  }
}
