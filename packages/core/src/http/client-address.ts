import { isIP } from "node:net";

/** What a request tells about where it comes from. */
export interface AddressSource {
  /** The address at the other end of the connection. */
  readonly peer: string | null;
  /** The `x-forwarded-for` header, however often it was sent: joined by commas, as `Headers` does. */
  readonly forwardedFor: string | null;
}

/**
 * The client's address, behind `trustedProxies` proxies of one's own: with 0 the other end of the
 * connection; with n the n-th of the forwarded addresses counted from the right, since each of those
 * proxies appends the address that it was called from and whatever stands further left was sent by
 * whoever wanted to. `null` where there are fewer (the request came another way) or what is there is
 * no address.
 */
export function clientAddress(
  { peer, forwardedFor }: AddressSource,
  trustedProxies: number,
): string | null {
  if (trustedProxies === 0) return readable(peer ?? "");
  const forwarded = (forwardedFor ?? "").split(",");
  return readable(forwarded.at(-trustedProxies)?.trim() ?? "");
}

/** The address without the port that some proxies add, or the brackets of one of IPv6. */
function readable(text: string): string | null {
  const address = /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return isIP(address) === 0 ? null : address;
}
