import { fileURLToPath } from "node:url";
import { systemClock, systemTimers } from "@latchkey/core";
import { type Config, parseConfig } from "../config/config.ts";
import { freshDemoDirectory } from "../demo/demo-directory.ts";
import { seedDemo } from "../demo/seed-demo.ts";
import { loadPage } from "../http/page-files.ts";
import { type Logger, createLogger } from "../log/logger.ts";
import { demoGreeting, greeting } from "../run/greeting.ts";
import { startServer } from "../run/server.ts";
import { stopOnSignal } from "../run/stop-on-signal.ts";
import type { Command, CommandIo } from "./command.ts";
import { parseCommandLine } from "./parse-command-line.ts";

/** In the folder above this one when that is built, and where the build goes when it runs from source. */
const page = import.meta.url.endsWith(".ts") ? "../../dist/page" : "../page";

/** Serves until it is told to stop: SIGTERM or SIGINT. */
async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { demo } = parseCommandLine(args, { demo: { type: "boolean", default: false } }).values;
  const log = createLogger();
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "unexpected error: stopping");
    io.exit(1);
  });
  const given = parseConfig(io.env, io.directory);
  const shown = demo ? await demonstration(given, log) : null;
  const config = shown?.config ?? given;
  const server = await startServer(config, {
    clock: systemClock,
    log,
    timers: systemTimers,
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
  io.stdout.write(
    shown === null
      ? greeting(server.url, config)
      : demoGreeting(server.url, config.dataDirectory, shown.account),
  );
  return stopped;
}

/** A configuration with data of its own, and the account that they belong to. */
async function demonstration(config: Config, log: Logger) {
  const dataDirectory = freshDemoDirectory(config.dataDirectory);
  const account = await seedDemo(dataDirectory, systemClock.now(), log);
  return {
    account,
    config: {
      ...config,
      dataDirectory,
      administrators: [account.email],
      databaseUrl: null,
      listenUrl: null,
      redisUrl: null,
    },
  };
}

export const serve: Command = {
  summary: "start the server; the same as latchkey alone",
  usage: `latchkey serve [--demo]

Serves the HTTP API and the page until it is told to stop. Configured by environment variables:
HOST, PORT, LATCHKEY_DATA_DIR, LATCHKEY_URL, LATCHKEY_TRUSTED_PROXIES, LATCHKEY_ADMINS,
LATCHKEY_METRICS_TOKEN, LATCHKEY_WEBHOOK_ALLOWED_HOSTS; for several servers on one database
DATABASE_URL, LATCHKEY_SECRET, LATCHKEY_LISTEN_URL, REDIS_URL, LATCHKEY_REVALIDATE,
LATCHKEY_DRAIN_SECONDS.

  --demo   with an account that has keys in every state and a month of history, in a data directory of
           its own beside the other one, and made anew each time
`,
  run,
};
