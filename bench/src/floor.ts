import { hash } from "node:crypto";
import { generateKey, systemRandom } from "@latchkey/core";
import { type Measurement, measure } from "./measure.ts";

/** What no verification can do without: one SHA-256 of the key. */
export async function measureFloor(): Promise<Measurement[]> {
  const { key } = generateKey("sk_live_", systemRandom);
  return [await measure("floor.sha256", () => hash("sha256", key, "hex"))];
}
