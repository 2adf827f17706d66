import type { ApiKeyAlertOptions } from "@latchkey/better-auth";
import type { Logger } from "./logger.ts";

/**
 * Says in one line what one owner is told of, so that whoever runs the server sees it: how many alerts there
 * are of which kind, and nothing of keys or owners.
 */
export function loggedAlerts(log: Logger): NonNullable<ApiKeyAlertOptions["sendAlert"]> {
  return async ({ alerts }) => {
    const kinds: Record<string, number> = {};
    for (const { kind } of alerts) kinds[kind] = (kinds[kind] ?? 0) + 1;
    log.info({ part: "alerts", count: alerts.length, kinds }, "alerts raised");
  };
}
