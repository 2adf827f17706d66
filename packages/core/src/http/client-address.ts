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
 * no address. One address is answered in one form: IPv6 as RFC 5952 writes it, IPv4 mapped into IPv6 as
 * IPv4.
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
  return isIP(address) === 0 ? null : oneForm(address);
}

/**
 * An address in the one form that we write it in: IPv6 as RFC 5952 has it, IPv4 mapped into IPv6 as IPv4.
 * With a zone, which means something on one machine only, it stays as it is.
 */
export function oneForm(address: string): string {
  return isIP(address) === 6 ? unmapped(shortest(address)) : address;
}

function shortest(address: string): string {
  return URL.parse(`http://[${address}]`)?.hostname.slice(1, -1) ?? address;
}

function unmapped(address: string): string {
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  const halves = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return halves.flatMap((half) => [half >> 8, half & 0xff]).join(".");
}
