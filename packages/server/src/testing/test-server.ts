import { join } from "node:path";
import { type Permissions, systemTimers } from "@latchkey/core";
import { type ManualClock, manualClock } from "@latchkey/core/testing";
import { onTestFinished } from "vitest";
import { parseConfig } from "../config/config.ts";
import type { PageFiles } from "../http/page-files.ts";
import { createLogger } from "../log/logger.ts";
import { type RunningServer, startServer } from "../run/server.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The whole server in this process, on a real socket, with a clock that stands still. */
export interface TestServer extends RunningServer {
  readonly clock: ManualClock;
  readonly databasePath: string;
  readonly dataDirectory: string;
  /** The lines that were logged so far, parsed. */
  readonly logged: readonly Record<string, unknown>[];
}

export interface TestServerOptions {
  readonly page?: PageFiles;
  /** What users may give to their keys. */
  readonly grantable?: Permissions;
  readonly env?: Record<string, string>;
}

/** Starts a server that is stopped after the test. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const directory = temporaryFolder();
  const clock = manualClock(Date.now());
  const logged: Record<string, unknown>[] = [];
  const log = createLogger({ write: (line) => logged.push(JSON.parse(line)) });
  const variables = {
    PORT: "0",
    LATCHKEY_DATA_DIR: "data",
    // So that tests can come from different addresses.
    LATCHKEY_TRUSTED_PROXIES: "127.0.0.1",
    ...options.env,
  };
  const config = parseConfig(variables, directory);
  const server = await startServer(config, {
    clock,
    log,
    timers: systemTimers,
    page: options.page ?? new Map(),
    grantable: options.grantable,
  });
  onTestFinished(() => server.stop());
  const { dataDirectory } = config;
  const databasePath = join(dataDirectory, "latchkey.db");
  return { ...server, clock, logged, dataDirectory, databasePath };
}
