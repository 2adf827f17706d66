import { mkdirSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { type TestServer, startTestServer } from "../testing/test-server.ts";
import { loadPage } from "./page-files.ts";

let server: TestServer;
const get = (path: string, headers = {}) => fetch(server.url + path, { headers });

beforeEach(async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "page", "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "beside the page");
  writeFileSync(join(folder, "page", "index.html"), "<!doctype html><title>Keys</title>");
  writeFileSync(join(folder, "page", "assets", "index-a1b2.js"), "export {};");
  server = await startTestServer({ page: loadPage(join(folder, "page")) });
});

test.each(["/", "/settings", "/settings/api-keys", "/settings/anything"])(
  "%s is the page, asked about anew each time",
  async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^text\/html/);
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    expect(await answer.text()).toContain("<title>Keys</title>");
  },
);

test("assets are kept for ever: their names change with their content", async () => {
  const answer = await get("/assets/index-a1b2.js");
  expect(answer.headers.get("content-type")).toMatch(/^text\/javascript/);
  expect(answer.headers.get("cache-control")).toContain("immutable");
  expect(await answer.text()).toBe("export {};");
});

test("a page that has not changed is not sent again", async () => {
  const etag = (await get("/")).headers.get("etag") ?? "";
  const answer = await get("/", { "if-none-match": etag });
  expect(answer.status).toBe(304);
  expect(await answer.text()).toBe("");
});

test("HEAD answers as GET does, without the body", async () => {
  const answer = await fetch(server.url, { method: "HEAD" });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-length")).toBe("34");
});

test("what is not there is a problem for programs", async () => {
  for (const path of ["/assets/missing.js", "/favicon.ico", "/nothing", "/settings/a/b"]) {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  }
});

test("what is not there is told to people by the page, with the right status", async () => {
  const answer = await get("/nothing", { accept: "text/html,application/xhtml+xml" });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain("<title>Keys</title>");
});

test("a missing asset is never the page: a script that is HTML breaks in riddles", async () => {
  const answer = await get("/assets/missing.js", { accept: "text/html" });
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.status).toBe(404);
});

describe("no path leads out of the page's folder", () => {
  test.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/..%5c..%5csecret.txt",
    "//secret.txt",
    "/assets/%00",
  ])("%s", async (path) => {
    const { status, body } = await rawGet(server.port, path);
    expect(body).not.toContain("beside the page");
    expect([400, 404]).toContain(status);
  });
});

/** Sends the path as it is: `fetch` would tidy it up first. */
async function rawGet(port: number, path: string): Promise<{ status: number; body: string }> {
  const asked = request({ port, host: "127.0.0.1", path, agent: false });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    asked.once("response", resolve).once("error", reject);
  });
  asked.end();
  const answer = await answered;
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}

test("where the page is not built the server still answers", async () => {
  const { url } = await startTestServer();
  expect((await fetch(url)).status).toBe(404);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});
