import { randomBytes } from "node:crypto";

/** Where randomness comes from. Every byte must be unpredictable: keys are made of nothing else. */
export interface RandomSource {
  bytes(length: number): Uint8Array;
}

/** The platform's cryptographically secure generator. */
export const systemRandom: RandomSource = { bytes: (length) => randomBytes(length) };
