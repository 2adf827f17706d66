import type { RandomSource } from "../port/random.ts";

/** Digits of a moment in milliseconds, so that text is ordered as numbers are. */
const MOMENT_LENGTH = 15;

export function makeWebhookId(random: RandomSource): string {
  return `wh_${hex(random)}`;
}

/** Later ones are larger, as text, in whichever order a database has for letters and digits. */
export function makeDeliveryId(now: number, random: RandomSource): string {
  return `whd_${String(now).padStart(MOMENT_LENGTH, "0")}${hex(random)}`;
}

function hex(random: RandomSource): string {
  return Buffer.from(random.bytes(12)).toString("hex");
}
