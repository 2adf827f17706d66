import { type HeaderReader, clientAddress as countedAddress } from "@latchkey/core";
import type { BetterAuthOptions } from "better-auth";
import { getIP } from "better-auth/api";
import { settingsOf } from "./engine-access.ts";

/**
 * The address of the client that sent these headers; `null` where it cannot be told. By the number of the
 * application's own proxies (`trustedProxies`), where it says so; else by Better Auth's rules
 * (`advanced.ipAddress`: which headers count, which proxies are trusted).
 *
 * The whole address: Better Auth itself cuts those of IPv6 to their network, which is right for counting
 * requests and would let a neighbour through an allow-list.
 */
export function clientAddress(
  headers: Headers,
  context: { readonly options: BetterAuthOptions },
): string | null {
  const { options } = context;
  const { advanced } = options;
  const { trustedProxies } = settingsOf(context);
  if (trustedProxies === undefined) {
    const ipAddress = { ...advanced?.ipAddress, ipv6Subnet: 128 };
    return getIP(headers, { ...options, advanced: { ...advanced, ipAddress } });
  }
  if (advanced?.ipAddress?.disableIpTracking === true) return null;
  // What is at the other end of the connection a request of the Fetch standard does not tell.
  const source = { peer: null, forwardedFor: headers.get("x-forwarded-for") };
  return countedAddress(source, trustedProxies);
}

/** How many different headers are remembered, with the addresses that they say. */
const MAX_REMEMBERED = 1_000;

/**
 * As above, for every request to a route: the headers that say an address are few, and mostly the same as
 * of the request before.
 */
export function addressReader(context: {
  readonly options: BetterAuthOptions;
}): (headers: HeaderReader) => string | null {
  const { ipAddressHeaders = ["x-forwarded-for"] } = context.options.advanced?.ipAddress ?? {};
  const { trustedProxies } = settingsOf(context);
  const names = trustedProxies === undefined ? ipAddressHeaders : ["x-forwarded-for"];
  const remembered = new Map<string, string | null>();
  return (headers) => {
    const said = names.length === 1 ? null : names.map((name) => headers.get(name));
    // A line break is in no header.
    const text = said === null ? (headers.get(names[0] ?? "") ?? "") : said.join("\n");
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const address = clientAddress(picked(headers, names), context);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(text, address);
    return address;
  };
}

function picked(headers: HeaderReader, names: readonly string[]): Headers {
  const found = new Headers();
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null) found.set(name, value);
  }
  return found;
}

/**
 * As `clientAddress`, for routes of the application's own.
 *
 * @throws {Error} where the plugin is not among the installation's plugins.
 */
export async function getClientAddress(
  auth: { $context: Promise<{ readonly options: BetterAuthOptions }> },
  headers: Headers,
): Promise<string | null> {
  return clientAddress(headers, await auth.$context);
}

/** @throws {RangeError} for what is no number of proxies. */
export function assertTrustedProxies(trustedProxies: number | undefined): void {
  if (trustedProxies === undefined) return;
  if (Number.isInteger(trustedProxies) && trustedProxies >= 0) return;
  throw new RangeError("apiKey(): trustedProxies must be a whole number, 0 or more.");
}
