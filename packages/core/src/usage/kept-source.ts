import { isIPv4, isIPv6 } from "node:net";

/** How much of an address is kept: all of it; its network (IPv4: /24, IPv6: /48); nothing. */
export const ADDRESS_KEEPING = ["full", "truncated", "off"] as const;
export type AddressKeeping = (typeof ADDRESS_KEEPING)[number];

/** In characters; longer ones are cut. */
export const MAX_CLIENT_LENGTH = 200;

/** What is kept of an address, in one form however it is written; `null` of what is none. */
export function keptAddress(address: string | null, keep: AddressKeeping): string | null {
  if (address === null || keep === "off") return null;
  if (isIPv4(address)) return keep === "full" ? address : networkOfFour(address);
  if (!isIPv6(address)) return null;
  const canonical = canonicalSix(address);
  const mapped = mappedFour(canonical);
  if (mapped !== null) return keptAddress(mapped, keep);
  return keep === "full" ? canonical : networkOfSix(canonical);
}

/** What is kept of what a client says that it is: one line without control characters; `null` of nothing. */
export function keptClient(client: string | null): string | null {
  if (client === null) return null;
  // Whoever sends very much is not read to the end.
  const begun = client.slice(0, 10 * MAX_CLIENT_LENGTH);
  const line = begun.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ").trim();
  const cut = Array.from(line).slice(0, MAX_CLIENT_LENGTH).join("").trim();
  return cut === "" ? null : cut;
}

function networkOfFour(address: string): string {
  return `${address.split(".").slice(0, 3).join(".")}.0/24`;
}

function networkOfSix(canonical: string): string {
  const [head = "", tail] = canonical.split("::");
  const groups = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - last.length) }, () => "0");
  const [one, two, three] = [...groups, ...zeros, ...last];
  return `${canonicalSix(`${one}:${two}:${three}::`)}/48`;
}

/** As RFC 5952 has it, without a zone. */
function canonicalSix(address: string): string {
  const [bare = ""] = address.split("%");
  return new URL(`http://[${bare}]/`).hostname.slice(1, -1);
}

/** The address of version 4 that one of version 6 stands for (`::ffff:192.0.2.1`), if any. */
function mappedFour(canonical: string): string | null {
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return null;
  const bytes = [high, low].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return bytes.join(".");
}
