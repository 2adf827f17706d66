import type { Timers } from "@latchkey/core";
import { backoff } from "./backoff.ts";

/** Resolves once `attempt` has: it is made again and again, ever less often, for as long as it is `wanted`. */
export async function keepTrying(
  attempt: () => Promise<unknown>,
  wanted: () => boolean,
  timers: Timers,
): Promise<void> {
  for (let attempts = 0; wanted(); attempts += 1) {
    try {
      await attempt();
      return;
    } catch {
      await new Promise<void>((resolve) => {
        timers.after(backoff(attempts), resolve);
      });
    }
  }
}
