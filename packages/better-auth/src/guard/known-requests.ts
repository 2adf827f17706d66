import type { AcceptedKey } from "@latchkey/core";
import type { ApiKeyOwner } from "../owners.ts";
import { RequestMemory } from "./request-memory.ts";

/** What came of the key of a request; `null`: it was refused. */
export type Found = AcceptedKey<ApiKeyOwner> | null;

/** What guards found out about a request, or are about to. */
interface Known {
  readonly engine: object;
  readonly key: string;
  readonly accepted: Found | Promise<Found>;
}

/** By what is the same object for every layer that sees the request. */
export const known = new RequestMemory<Known>();

/** Whether a guard has let this key through in this request, and taken what that costs. */
export async function isPaid(identity: object, engine: object, key: string): Promise<boolean> {
  const before = known.get(identity);
  if (before === undefined || before.key !== key || before.engine !== engine) return false;
  return (await before.accepted) !== null;
}
