import { createDetector } from "@latchkey/core";
import { labelledSeries } from "@latchkey/core/testing";

const SERIES = 2_000;

/** What one series costs: time by observation (of the processor, the best of ten rounds), and memory. */
export function costs(): { microseconds: number; savedBytes: number; heapBytes: number } {
  const { times, values } = labelledSeries({ seed: "cost", base: "traffic", events: [] });
  let microseconds = Infinity;
  for (let round = 0; round < 10; round += 1) {
    const detector = createDetector();
    const start = process.cpuUsage();
    for (let at = 0; at < values.length; at += 1) detector.observe(times[at] ?? 0, values[at] ?? 0);
    const { user, system } = process.cpuUsage(start);
    microseconds = Math.min(microseconds, (user + system) / values.length);
  }
  const before = used();
  const detectors = Array.from({ length: SERIES }, () => createDetector());
  for (const detector of detectors) {
    for (let at = 0; at < 300; at += 1) detector.observe(times[at] ?? 0, values[at] ?? 0);
  }
  const heapBytes = (used() - before) / detectors.length;
  return { microseconds, savedBytes: detectors[0]?.save().length ?? 0, heapBytes };
}

/** What typed arrays hold lies outside of the heap. */
function used(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
