import type { BetterAuthOptions } from "better-auth";
import { getIP } from "better-auth/api";

/**
 * The address of the client that sent these headers, by Better Auth's own rules (`advanced.ipAddress`:
 * which headers count, which proxies are trusted); `null` where it cannot be told.
 *
 * The whole address: Better Auth itself cuts those of IPv6 to their network, which is right for counting
 * requests and would let a neighbour through an allow-list.
 */
export function clientAddress(headers: Headers, options: BetterAuthOptions): string | null {
  const { advanced } = options;
  const ipAddress = { ...advanced?.ipAddress, ipv6Subnet: 128 };
  return getIP(headers, { ...options, advanced: { ...advanced, ipAddress } });
}
