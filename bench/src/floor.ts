import { createHash, hash } from "node:crypto";
import bcrypt from "bcrypt";
import { newKey } from "./key-draft.ts";
import { measureOnce } from "./measure.ts";
import type { Measurement } from "./measurement.ts";

/** What no verification can do without: one SHA-256 of the key. */
export function sha256Floor(): () => unknown {
  const { key } = newKey();
  return () => hash("sha256", key, "hex");
}

/** What no first verification can do without: one native bcrypt at cost 10, one after the other. */
export async function measureBcryptFloor(runs: number): Promise<Measurement> {
  const text = createHash("sha256").update("any key").digest("base64url");
  const hashed = await bcrypt.hash(text, 10);
  const inputs = Array.from({ length: runs }, () => hashed);
  return measureOnce("floor.bcrypt", inputs, (each) => bcrypt.compare(text, each));
}
