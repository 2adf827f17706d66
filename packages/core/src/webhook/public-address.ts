import { BlockList, isIP } from "node:net";

/*
 * From the IANA registries of special-purpose addresses: of IPv4 all is public but these; of IPv6, where
 * most is unassigned, nothing is but global unicast without these.
 */
const SPECIAL_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
const GLOBAL_IPV6 = ["2000::/3"];
const SPECIAL_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"];

/** Whose last 32 bits are an address of IPv4, which is where packets end up: mapped, and NAT64. */
const EMBEDDING_IPV6 = ["::ffff:0:0/96", "64:ff9b::/96"];

const specialIpv4 = listOf(SPECIAL_IPV4, "ipv4");
const globalIpv6 = listOf(GLOBAL_IPV6, "ipv6");
const specialIpv6 = listOf(SPECIAL_IPV6, "ipv6");
const embeddingIpv6 = listOf(EMBEDDING_IPV6, "ipv6");

/** Whether an address can be anybody's on the Internet. `false` for what is no address, and one with a zone. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !specialIpv4.check(address, "ipv4");
  if (version !== 6 || address.includes("%")) return false;
  if (embeddingIpv6.check(address, "ipv6")) return isPublicAddress(embeddedIpv4(address));
  return globalIpv6.check(address, "ipv6") && !specialIpv6.check(address, "ipv6");
}

function embeddedIpv4(address: string): string {
  // Of all the ways to write an address the URL parser makes one: groups of hexadecimal digits.
  const { hostname } = new URL(`http://[${address}]/`);
  const [high = 0, low = 0] = hostname
    .slice(1, -1)
    .split(":")
    .slice(-2)
    .map((group) => Number.parseInt(group === "" ? "0" : group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

function listOf(ranges: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", prefix = ""] = range.split("/");
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}
