import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "@latchkey/core";

/** Finds all addresses of a host: `lookup` of `node:dns`, in the form in which it answers them all. */
export type LookupAll = (
  hostname: string,
  options: { readonly all: true },
  answer: (
    error: NodeJS.ErrnoException | null,
    addresses: { readonly address: string; readonly family: number }[],
  ) => void,
) => void;

/**
 * A `lookup` for a connection: it answers addresses of the Internet only. What it has looked at is what is
 * connected to, so that a name that leads elsewhere a moment later leads nowhere. One address that is
 * not public condemns them all: which of them is taken is not ours to say.
 */
export function guardedLookup(lookup: LookupAll = systemLookup): LookupFunction {
  return (hostname, options, answer) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null) answer(error, "", 0);
      else if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
        answer(new Error("The host has no public address, or one that is not."), "", 0);
      } else if (options.all === true) answer(null, [...addresses]);
      else answer(null, first.address, first.family);
    });
  };
}
