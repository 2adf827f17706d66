import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { type PageFiles, loadPage } from "../src/http/page-files.ts";

const FOLDER = fileURLToPath(new URL("peer-card", import.meta.url));
const PATH = "/peer-card/";

/**
 * Builds the page that is made of the peer's card and the peer's client. Throws where what it is
 * made of is not installed.
 */
export function buildPeerCard(): PageFiles {
  if (!existsSync(join(FOLDER, "node_modules"))) {
    throw new Error("The peer's card is not installed here: `npm test` installs it.");
  }
  const built = mkdtempSync(join(tmpdir(), "latchkey-peer-card-"));
  try {
    execFileSync("vite", ["build", FOLDER, "--base", PATH, "--outDir", built], {
      // As an application ships it: the test runner's own says "test".
      env: { ...process.env, NODE_ENV: "production" },
      stdio: "pipe",
      shell: process.platform === "win32",
    });
    return loadPage(built);
  } finally {
    rmSync(built, { recursive: true });
  }
}

/**
 * Shows the page at an address of the server, which answers everything else itself: to the browser
 * both are one origin.
 */
export async function openPeerCard(page: Page, url: string, files: PageFiles): Promise<void> {
  await page.route(`${url}${PATH}**`, (route) => {
    const { pathname } = new URL(route.request().url());
    const file = files.get(pathname.slice(PATH.length - 1).replace(/\/$/, "/index.html"));
    if (file === undefined) return route.fulfill({ status: 404 });
    return route.fulfill({ contentType: file.type, body: Buffer.from(file.body) });
  });
  await page.goto(`${url}${PATH}`);
}
