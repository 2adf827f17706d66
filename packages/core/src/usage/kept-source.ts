import { isIP, isIPv4 } from "node:net";
import { oneForm } from "../http/client-address.ts";

/** How much of an address is kept: all of it; its network (IPv4: /24, IPv6: /48); nothing. */
export const ADDRESS_KEEPING = ["full", "truncated", "off"] as const;
export type AddressKeeping = (typeof ADDRESS_KEEPING)[number];

/** In characters; longer ones are cut. */
export const MAX_CLIENT_LENGTH = 200;

/** What is kept of an address, in one form however it is written; `null` of what is none. */
export function keptAddress(address: string | null, keep: AddressKeeping): string | null {
  if (address === null || keep === "off") return null;
  if (isIP(address) === 0) return null;
  const [bare = ""] = address.split("%");
  const one = oneForm(bare);
  if (keep === "full") return one;
  return isIPv4(one) ? networkOfFour(one) : networkOfSix(one);
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
  return `${oneForm(`${one}:${two}:${three}::`)}/48`;
}
