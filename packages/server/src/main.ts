#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { systemClock, systemTimers } from "@latchkey/core";
import { parseConfig } from "./config/config.ts";
import { loadPage } from "./http/page-files.ts";
import { createLogger } from "./log/logger.ts";
import { greeting } from "./run/greeting.ts";
import { startServer } from "./run/server.ts";
import { StartError } from "./run/start-error.ts";
import { stopOnSignal } from "./run/stop-on-signal.ts";

/** Beside this file when that is built, and where the build goes when it runs from source. */
const page = import.meta.url.endsWith(".ts") ? "../dist/page" : "./page";

const log = createLogger();

process.on("uncaughtException", (error) => {
  log.fatal({ err: error }, "unexpected error: stopping");
  process.exit(1);
});

try {
  const config = parseConfig(process.env, process.cwd());
  const server = await startServer(config, {
    clock: systemClock,
    log,
    page: loadPage(fileURLToPath(new URL(page, import.meta.url))),
  });
  stopOnSignal({
    stop: () => server.stop(),
    log,
    timers: systemTimers,
    signals: process,
    exit: (code) => process.exit(code),
  });
  process.stdout.write(greeting(server.url, config.dataDirectory));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
