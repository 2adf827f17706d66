import { type Logger, destination, pino } from "pino";
import { loggableError } from "./redact.ts";

export type { Logger } from "pino";

/**
 * A log of JSON lines on `stream`: stderr by default, written before the call returns, so that the
 * last words of a process are not lost.
 */
export function createLogger(
  stream: { write(line: string): void } = destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    {
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: loggableError },
    },
    stream,
  );
}
