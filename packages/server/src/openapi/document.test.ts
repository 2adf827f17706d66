import { readFileSync } from "node:fs";
import { OPERATION_CODES, OUTCOME_CODES } from "@latchkey/core";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { withInstallation } from "../cli/installation.ts";
import { createApp } from "../http/app.ts";
import { createLogger } from "../log/logger.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { startTestServer } from "../testing/test-server.ts";
import { API_VERSION, openApiDocument } from "./document.ts";

const document = openApiDocument("https://keys.example.com");
const text = JSON.stringify(document);

const described = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
);

test("is an OpenAPI 3.1 document", async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(text));
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
});

test("every reference in it leads somewhere, and every operation has a name of its own", () => {
  for (const [, pointer = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = pointer.split("/").reduce<unknown>((it, name) => Object(it)[name], document);
    expect(found, pointer).toBeTypeOf("object");
  }
  const names = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, name]) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(described.length);
});

test("has every route that the plugin registers and that the server has itself, and nothing else", async () => {
  const ofPlugin = await withInstallation(
    { env: {}, directory: temporaryFolder() },
    async ({ auth }) => Object.values(auth.api).flatMap(routesOf),
  );
  const { routes } = createApp({
    authHandler: async () => new Response(),
    whoami: async () => new Response(),
    verifyKeys: async () => new Response(),
    metrics: async () => new Response("metrics"),
    openApi: text,
    readiness: {
      isDraining: () => false,
      isDatabaseAnswering: async () => true,
      isRedisReady: () => null,
    },
    page: new Map(),
    behindProxy: false,
    log: createLogger({ write: () => undefined }),
  });
  const ofServer = routes
    .filter(({ path }) => /^\/(?:api\/|healthz$|readyz$)/.test(path) && !path.endsWith("/*"))
    .map(({ method, path }) => `${method} ${path}`);
  expect(ofPlugin.length).toBeGreaterThan(12);
  expect(described.toSorted()).toEqual([...new Set([...ofPlugin, ...ofServer])].toSorted());
});

test("names every code with which the API refuses", () => {
  const reachable = Object.keys({ ...OPERATION_CODES, ...OUTCOME_CODES });
  for (const code of reachable) expect(text).toContain(code);
});

test("tells nobody of a field that only the server's own code may set", () => {
  expect(text).not.toContain('"userId"');
});

test("holds nothing that looks like a key", () => {
  expect(text).not.toMatch(/[0-9A-Za-z]{40,}/);
});

test("is of the version that the package is of", () => {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  expect(API_VERSION).toBe(manifest.version);
});

test("is served to anybody, for the address that the server is known by", async () => {
  const server = await startTestServer();
  const answer = await fetch(`${server.url}/api/openapi.json`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(openApiDocument(server.url))));
});

function routesOf(endpoint: { path?: unknown; options?: { method?: unknown } }): string[] {
  const { path, options } = endpoint;
  if (typeof path !== "string" || !path.startsWith("/api-key")) return [];
  return [options?.method].flat().map((method) => `${String(method)} /api/auth${path}`);
}
