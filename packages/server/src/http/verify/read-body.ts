import type * as z from "zod";
import { type VerifyEntry, verifyBatch, verifyEntry } from "./verify-request.ts";

/** What a body asks, or what is wrong with it, in a sentence that holds nothing of it. */
export type ReadBody =
  | { readonly kind: "one"; readonly entry: VerifyEntry }
  | { readonly kind: "batch"; readonly entries: readonly VerifyEntry[] }
  | { readonly kind: "malformed"; readonly detail: string };

/** How many faults are told of at once. */
const MAX_FAULTS = 5;

/** `credential`: the key that the request itself was made with. */
export function readBody(text: string, credential: string): ReadBody {
  const read = parseBody(parseJson(text));
  if (read.kind === "malformed") return read;
  const entries = read.kind === "one" ? [read.entry] : read.entries;
  return nameKeys(entries, credential) ? { kind: "malformed", detail: KEY_AS_NAME } : read;
}

function parseBody(body: unknown): ReadBody {
  if (typeof body === "object" && body !== null && Object.hasOwn(body, "keys")) {
    const batch = verifyBatch.safeParse(body);
    return batch.success ? { kind: "batch", entries: batch.data.keys } : malformed(batch.error);
  }
  const one = verifyEntry.safeParse(body);
  return one.success ? { kind: "one", entry: one.data } : malformed(one.error);
}

/** What is shorter is no secret, and may well be a word. */
const SHORTEST_SECRET = 20;
const KEY_AS_NAME = "No permission and no limit may be named by a key: names are in answers.";

function nameKeys(entries: readonly VerifyEntry[], credential: string): boolean {
  const named = entries.filter(({ permissions, limits }) => permissions ?? limits);
  if (named.length === 0) return false;
  const names = JSON.stringify(named.map(({ permissions, limits }) => [permissions, limits]));
  return [credential, ...entries.map(({ key }) => key)].some(
    (key) => key.length >= SHORTEST_SECRET && names.includes(key),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function malformed({ issues }: z.ZodError): ReadBody {
  const faults = issues
    .slice(0, MAX_FAULTS)
    .map(({ path, message }) => `${["body", ...path].join(".")} ${message}`);
  const more = issues.length > MAX_FAULTS ? `; and ${issues.length - MAX_FAULTS} more` : "";
  return { kind: "malformed", detail: `${faults.join("; ")}${more}.` };
}
