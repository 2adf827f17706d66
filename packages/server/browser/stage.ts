import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium } from "playwright-core";
import { findChromium } from "../../../scripts/chromium.ts";
import { type ServerProcess, startProcess } from "../src/testing/server-process.ts";
import { type Visitor, welcome } from "./visitor.ts";

/** A real server with the built page, and a real browser in front of it. */
export interface Stage {
  /** Of the server as it runs now: a restarted one has another port. */
  readonly url: string;
  readonly databasePath: string;
  /** Ends the server in order and starts it again on the same data. */
  restartServer(): Promise<void>;
  /** A browser profile that has never been here, coming from an address of its own. */
  visit(options?: BrowserContextOptions): Promise<Visitor>;
  close(): Promise<void>;
}

const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-browser-"));
  const start = () =>
    startProcess({
      LATCHKEY_DATA_DIR: folder,
      // The browser's visitors say in x-forwarded-for where they come from.
      LATCHKEY_TRUSTED_PROXIES: "127.0.0.1",
      // Where the tests' own receivers of webhooks are.
      LATCHKEY_WEBHOOK_ALLOWED_HOSTS: "127.0.0.1",
    });
  const browser = await launchBrowser();
  let server = await start();
  let visitors = 0;
  return {
    get url() {
      return server.url;
    },
    databasePath: join(folder, "latchkey.db"),
    async restartServer() {
      await stop(server);
      server = await start();
    },
    visit(options = {}) {
      visitors += 1;
      return welcome(browser, `203.0.113.${visitors}`, options);
    },
    async close() {
      await browser.close();
      await stop(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error("There is no Chromium here: install one, or set CHROMIUM_PATH to its program.");
  }
  return chromium.launch({ executablePath, args: BROWSER_FLAGS });
}

async function stop(server: ServerProcess): Promise<void> {
  server.kill("SIGTERM");
  await server.ended;
}
