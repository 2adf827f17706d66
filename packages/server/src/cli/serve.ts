import { fileURLToPath } from "node:url";
import { systemClock, systemTimers } from "@latchkey/core";
import { parseConfig } from "../config/config.ts";
import { loadPage } from "../http/page-files.ts";
import { createLogger } from "../log/logger.ts";
import { greeting } from "../run/greeting.ts";
import { startServer } from "../run/server.ts";
import { stopOnSignal } from "../run/stop-on-signal.ts";
import type { Command, CommandIo } from "./command.ts";
import { parseCommandLine } from "./parse-command-line.ts";

/** In the folder above this one when that is built, and where the build goes when it runs from source. */
const page = import.meta.url.endsWith(".ts") ? "../../dist/page" : "../page";

/** Serves until it is told to stop: SIGTERM or SIGINT. */
async function run(args: readonly string[], io: CommandIo): Promise<number> {
  parseCommandLine(args, {});
  const log = createLogger();
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "unexpected error: stopping");
    io.exit(1);
  });
  const config = parseConfig(io.env, io.directory);
  const server = await startServer(config, {
    clock: systemClock,
    log,
    page: loadPage(fileURLToPath(new URL(page, import.meta.url))),
  });
  const stopped = new Promise<number>((resolve) => {
    const exit = (code: number) => {
      resolve(code);
      io.exit(code);
    };
    stopOnSignal({
      stop: () => server.stop(),
      log,
      timers: systemTimers,
      signals: io.signals,
      exit,
    });
  });
  io.stdout.write(greeting(server.url, config.dataDirectory));
  return stopped;
}

export const serve: Command = {
  summary: "start the server; the same as latchkey alone",
  usage: `latchkey serve

Serves the HTTP API and the page until it is told to stop. Configured by environment variables:
HOST, PORT, LATCHKEY_DATA_DIR, LATCHKEY_URL, LATCHKEY_TRUSTED_PROXIES, LATCHKEY_ADMINS,
LATCHKEY_METRICS_TOKEN.
`,
  run,
};
