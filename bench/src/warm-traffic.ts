import { monitorEventLoopDelay } from "node:perf_hooks";
import { assertValid, type Installation } from "./installation.ts";
import { quantiles } from "./measurement.ts";

/** In milliseconds: how often the event loop's delay is looked at, and how often a key is verified. */
const RESOLUTION = 1;

/** What callers with a warm key, and the event loop, made of a period. */
export interface WarmTraffic {
  readonly verifications: number;
  readonly p50Microseconds: number;
  readonly p99Microseconds: number;
  /** How much later than its time a timer fires: the timer's own millisecond is taken off. */
  readonly loopDelayP99: number;
  readonly loopDelayMax: number;
}

/**
 * Verifies a key that is in the cache every millisecond, for so many milliseconds, while `beside` does
 * whatever it does. A verification is timed from its call to its answer; what keeps the event loop
 * from calling it is in the loop's delay.
 */
export async function warmTraffic(
  engine: Installation["engine"],
  key: string,
  duration: number,
  beside: () => void = () => undefined,
): Promise<WarmTraffic> {
  await assertValid(engine, key);
  const samples: number[] = [];
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  const verifyOnce = async () => {
    const started = performance.now();
    const verification = await engine.verify(key);
    samples.push(performance.now() - started);
    if (!verification.valid) throw new Error(`Warm traffic was refused: ${verification.outcome}`);
  };
  const timer = setInterval(() => void verifyOnce(), RESOLUTION);
  delay.enable();
  const end = performance.now() + duration;
  beside();
  while (performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  // A delay is noted when it is over: the one that may have lasted until now as well.
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  clearInterval(timer);
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
  return {
    verifications: samples.length,
    ...quantiles(samples),
    loopDelayP99: late(delay.percentile(99)),
    loopDelayMax: late(delay.max),
  };
}
