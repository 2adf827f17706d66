import { createHash, hash } from "node:crypto";
import bcrypt from "bcrypt";
import { newKey } from "./key-draft.ts";

/** What no verification can do without: one SHA-256 of the key. */
export function sha256Floor(): () => unknown {
  const { key } = newKey();
  return () => hash("sha256", key, "hex");
}

/** What no first verification can do without: one native bcrypt at cost 10. */
export async function bcryptFloor(): Promise<() => Promise<unknown>> {
  const text = createHash("sha256").update("any key").digest("base64url");
  const hashed = await bcrypt.hash(text, 10);
  return () => bcrypt.compare(text, hashed);
}
