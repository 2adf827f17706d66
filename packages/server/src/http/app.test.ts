import { expect, test } from "vitest";
import { createLogger } from "../log/logger.ts";
import { startTestServer } from "../testing/test-server.ts";
import { type AppParts, createApp } from "./app.ts";
import type { Readiness } from "./health.ts";

const PAGE = new Map([["/index.html", { body: new Uint8Array(), type: "text/html", etag: '"e"' }]]);

function readiness({
  isDraining = false,
  isAnswering = true,
  isRedisReady = null,
}: {
  isDraining?: boolean;
  isAnswering?: boolean;
  isRedisReady?: boolean | null;
} = {}): Readiness {
  return {
    isDraining: () => isDraining,
    isDatabaseAnswering: async () => isAnswering,
    isRedisReady: () => isRedisReady,
  };
}

function appWith(parts: Partial<AppParts> = {}) {
  const lines: string[] = [];
  const app = createApp({
    authHandler: async () => new Response("auth"),
    whoami: async () => new Response("whoami"),
    verifyKeys: async () => new Response("verified"),
    metrics: async () => new Response("metrics"),
    openApi: "{}",
    readiness: readiness(),
    page: PAGE,
    behindProxy: false,
    log: createLogger({ write: (line) => lines.push(line) }),
    ...parts,
  });
  return { app, lines };
}

test("healthz says that the process is up, whatever the database does", async () => {
  const { app } = appWith({ readiness: readiness({ isDraining: true, isAnswering: false }) });
  expect((await app.request("/healthz")).status).toBe(200);
});

test.each([
  [false, true, 200],
  [false, false, 503],
  [true, true, 503],
])("readyz, draining %s, database answering %s: %i", async (draining, answering, status) => {
  const { app } = appWith({
    readiness: readiness({ isDraining: draining, isAnswering: answering }),
  });
  expect((await app.request("/readyz")).status).toBe(status);
});

test.each([
  [null, { limits: "per process" }],
  [true, { limits: "shared", redis: "ok" }],
  [false, { limits: "per process", redis: "away" }],
])(
  "readyz says how limits are counted, and is no worse for it: Redis %s",
  async (isReady, said) => {
    const { app } = appWith({ readiness: readiness({ isRedisReady: isReady }) });
    const answer = await app.request("/readyz");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: "ready", database: "ok", ...said });
  },
);

test("while draining every answer ends its connection", async () => {
  const { app } = appWith({ readiness: readiness({ isDraining: true }) });
  expect((await app.request("/api/whoami")).headers.get("connection")).toBe("close");
});

test("the page may talk to its own server and do nothing inline", async () => {
  const { headers } = await appWith().app.request("/");
  expect(headers.get("content-security-policy")).toBe(
    "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
  );
});

test.each(["/", "/healthz", "/api/whoami", "/api/auth/ok", "/api/nothing", "/nothing"])(
  "%s carries the headers that keep browsers from harm",
  async (path) => {
    const { headers } = await appWith().app.request(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  },
);

test.each(["/api/whoami", "/api/auth/ok", "/api/nothing", "/healthz", "/readyz"])(
  "%s is kept by no cache",
  async (path) => {
    const { headers } = await appWith().app.request(path);
    expect(headers.get("cache-control")).toBe("no-store");
  },
);

test("what the API does not know is a problem, for every method", async () => {
  for (const method of ["GET", "POST", "DELETE"]) {
    const answer = await appWith().app.request("/api/nothing", { method });
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ status: 404, title: "Not Found" });
  }
});

test.each([true, false])("a body beyond 64 KB is refused (length told: %s)", async (lengthTold) => {
  const { url } = await startTestServer();
  const body = "x".repeat(64 * 1024 + 1);
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: lengthTold ? body : new Blob([body]).stream(),
    duplex: "half",
  });
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({ status: 413, title: "Content Too Large" });
});

test("an unexpected error is a problem that says nothing, and a line in the log that says it all", async () => {
  const { app, lines } = appWith({
    whoami: () => Promise.reject(new Error("the disk is on fire")),
  });
  const answer = await app.request("/api/whoami");
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("fire");
  expect(lines.join("")).toContain("the disk is on fire");
});

test("a request is logged by method, path, status, duration and id: no query, no headers", async () => {
  const { app, lines } = appWith();
  const answer = await app.request("/api/whoami?secret=1", { headers: { "x-api-key": "k" } });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      level: "info",
      time: expect.any(String),
      requestId: answer.headers.get("x-request-id"),
      method: "GET",
      path: "/api/whoami",
      status: 200,
      durationMs: expect.any(Number),
      msg: "request",
    },
  ]);
});

test("a request's id is never the client's", async () => {
  const { app } = appWith();
  const answer = await app.request("/healthz", { headers: { "x-request-id": "mine" } });
  expect(answer.headers.get("x-request-id")).not.toBe("mine");
});
