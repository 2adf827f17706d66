import { BlockList, isIP } from "node:net";
import { KeyOperationError } from "../code/operation-error.ts";

/** How many ranges a key's allow-list may have. */
export const MAX_ADDRESSES = 100;

/**
 * An allow-list as it is stored: addresses and ranges (CIDR, RFC 4632 and RFC 4291) of both versions of
 * IP, checked, each once.
 *
 * @throws {KeyOperationError} `INVALID_ADDRESSES`. An empty list too is refused: whoever empties a list
 * may mean everybody as well as nobody; `null` allows everybody.
 */
export function normalizeAddresses(addresses: readonly string[]): readonly string[] {
  if (addresses.length === 0) {
    throw invalid(
      "allowedAddresses is empty; leave it out, or make it null, to allow any address.",
    );
  }
  if (addresses.length > MAX_ADDRESSES) {
    throw invalid(`allowedAddresses has ${addresses.length} ranges; at most ${MAX_ADDRESSES}.`);
  }
  const trimmed = addresses.map((address) => address.trim());
  for (const address of trimmed) {
    if (rangeOf(address) === null) {
      throw invalid(`${JSON.stringify(address)} is no IP address and no range like 192.0.2.0/24.`);
    }
  }
  return [...new Set(trimmed)];
}

/** Tells whether an address is in a list, in whichever of its forms either is written. */
export interface AddressList {
  /** `false` for what is no address. */
  includes(address: string): boolean;
}

/** Of a stored list. What is no range (nobody can have stored it) allows nobody. */
export function addressList(addresses: readonly string[]): AddressList {
  const list = new BlockList();
  for (const address of addresses) {
    const range = rangeOf(address);
    if (range !== null) list.addSubnet(range.network, range.prefix, range.family);
  }
  return {
    includes(address) {
      const family = familyOf(address);
      return family !== null && list.check(address, family);
    },
  };
}

interface Range {
  readonly network: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

function rangeOf(text: string): Range | null {
  const [network = "", prefix, more] = text.split("/");
  const family = familyOf(network);
  // A zone (`fe80::1%eth0`) means something on one machine only.
  if (family === null || more !== undefined || network.includes("%")) return null;
  const longest = family === "ipv4" ? 32 : 128;
  if (prefix === undefined) return { network, prefix: longest, family };
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > longest) return null;
  return { network, prefix: Number(prefix), family };
}

function familyOf(address: string): "ipv4" | "ipv6" | null {
  const version = isIP(address);
  if (version === 0) return null;
  return version === 4 ? "ipv4" : "ipv6";
}

function invalid(message: string): KeyOperationError {
  return new KeyOperationError("INVALID_ADDRESSES", message);
}
