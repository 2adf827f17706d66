import { describe, expect, test } from "vitest";
import { StartError } from "../run/start-error.ts";
import { parseConfig } from "./config.ts";

const parse = (env: Record<string, string>) => parseConfig(env, "/srv/app");

test("without variables the server is for this machine only, with its data in the current folder", () => {
  expect(parse({})).toEqual({
    host: "127.0.0.1",
    port: 3000,
    dataDirectory: "/srv/app/.latchkey",
    publicUrl: null,
    trustedProxies: [],
    administrators: [],
    metricsToken: null,
    webhookAllowedHosts: [],
    databaseUrl: null,
    listenUrl: null,
    redisUrl: null,
    secret: null,
    revalidateAlways: false,
    drainSeconds: 0,
  });
});

test("empty variables count as not set", () => {
  const names = [
    "HOST",
    "PORT",
    "LATCHKEY_DATA_DIR",
    "LATCHKEY_URL",
    "LATCHKEY_TRUSTED_PROXIES",
    "LATCHKEY_ADMINS",
    "LATCHKEY_METRICS_TOKEN",
    "LATCHKEY_WEBHOOK_ALLOWED_HOSTS",
    "DATABASE_URL",
    "LATCHKEY_LISTEN_URL",
    "REDIS_URL",
    "LATCHKEY_SECRET",
    "LATCHKEY_REVALIDATE",
    "LATCHKEY_DRAIN_SECONDS",
  ];
  expect(parse(Object.fromEntries(names.map((name) => [name, " "])))).toEqual(parse({}));
});

test("every variable is read", () => {
  expect(
    parse({
      HOST: "0.0.0.0",
      PORT: "8080",
      LATCHKEY_DATA_DIR: "/var/lib/latchkey",
      LATCHKEY_URL: "https://keys.example.com/",
      LATCHKEY_TRUSTED_PROXIES: "10.0.0.0/8, ::1",
      LATCHKEY_ADMINS: "Ops@example.com, ann@example.com",
      LATCHKEY_METRICS_TOKEN: "0123456789abcdef",
      LATCHKEY_WEBHOOK_ALLOWED_HOSTS: "Hooks.internal, 10.0.0.5,[fd00::1]",
      DATABASE_URL: "postgres://ada:secret@db.internal:5432/latchkey",
      LATCHKEY_LISTEN_URL: "postgresql://ada:secret@primary.internal/latchkey",
      REDIS_URL: "rediss://:secret@cache.internal:6380",
      LATCHKEY_SECRET: "0123456789abcdef0123456789abcdef",
      LATCHKEY_REVALIDATE: "always",
      LATCHKEY_DRAIN_SECONDS: "5",
    }),
  ).toEqual({
    host: "0.0.0.0",
    port: 8080,
    dataDirectory: "/var/lib/latchkey",
    publicUrl: "https://keys.example.com",
    trustedProxies: ["10.0.0.0/8", "::1"],
    administrators: ["ops@example.com", "ann@example.com"],
    metricsToken: "0123456789abcdef",
    webhookAllowedHosts: ["hooks.internal", "10.0.0.5", "[fd00::1]"],
    databaseUrl: "postgres://ada:secret@db.internal:5432/latchkey",
    listenUrl: "postgresql://ada:secret@primary.internal/latchkey",
    redisUrl: "rediss://:secret@cache.internal:6380",
    secret: "0123456789abcdef0123456789abcdef",
    revalidateAlways: true,
    drainSeconds: 5,
  });
});

describe("what cannot be meant is refused, with the variable's name", () => {
  test.each([
    ["PORT", "http"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "3000.5"],
    ["LATCHKEY_URL", "keys.example.com"],
    ["LATCHKEY_URL", "ftp://keys.example.com"],
    ["LATCHKEY_URL", "https://keys.example.com/app"],
    ["LATCHKEY_URL", "https://keys.example.com/?x=1"],
    ["LATCHKEY_URL", "https://user@keys.example.com"],
    ["LATCHKEY_TRUSTED_PROXIES", "the-proxy"],
    ["LATCHKEY_TRUSTED_PROXIES", "10.0.0.0/33"],
    ["LATCHKEY_ADMINS", "ops"],
    ["LATCHKEY_METRICS_TOKEN", "too-short"],
    ["LATCHKEY_METRICS_TOKEN", "sixteen or more of them"],
    ["LATCHKEY_WEBHOOK_ALLOWED_HOSTS", "http://hooks.internal"],
    ["LATCHKEY_WEBHOOK_ALLOWED_HOSTS", "hooks.internal:8080"],
    ["LATCHKEY_WEBHOOK_ALLOWED_HOSTS", "hooks.internal/path"],
    ["LATCHKEY_WEBHOOK_ALLOWED_HOSTS", "fd00::1"],
    ["LATCHKEY_WEBHOOK_ALLOWED_HOSTS", "10.0.0.0/8"],
    ["LATCHKEY_ADMINS", "ops@example.com ann@example.com"],
    ["DATABASE_URL", "mysql://db.internal/latchkey"],
    ["DATABASE_URL", "db.internal"],
    ["DATABASE_URL", "postgres://"],
    ["LATCHKEY_LISTEN_URL", "on"],
    ["REDIS_URL", "http://cache.internal"],
    ["LATCHKEY_SECRET", "0123456789abcdef0123456789abcde"],
    ["LATCHKEY_REVALIDATE", "never"],
    ["LATCHKEY_DRAIN_SECONDS", "9"],
  ])("%s=%s", (name, value) => {
    const start = () => parse({ [name]: value });
    expect(start).toThrow(StartError);
    expect(start).toThrow(name);
  });
});

const DATABASE = "postgres://ada:hunter2@db.internal/latchkey";
const SECRET = "0123456789abcdef0123456789abcdef";

test("servers that share a database hear of changes through it, unless they are told otherwise", () => {
  const shared = { DATABASE_URL: DATABASE, LATCHKEY_SECRET: SECRET };
  expect(parse(shared).listenUrl).toBe(DATABASE);
  expect(parse({ ...shared, LATCHKEY_LISTEN_URL: "off" }).listenUrl).toBeNull();
});

describe("half a configuration is refused, and says what is missing, and no password:", () => {
  test.each([
    [{ DATABASE_URL: DATABASE }, "LATCHKEY_SECRET"],
    [{ REDIS_URL: "redis://:hunter2@cache.internal" }, "DATABASE_URL"],
    [{ LATCHKEY_LISTEN_URL: DATABASE }, "DATABASE_URL"],
    [{ DATABASE_URL: "mysql://ada:hunter2@db.internal" }, "DATABASE_URL"],
  ])("%j", (variables, missing) => {
    const start = () => parse(variables);
    expect(start).toThrow(StartError);
    expect(start).toThrow(missing);
    expect(start).not.toThrow(/hunter2/);
  });
});

test("all that is wrong is said at once", () => {
  expect(() => parse({ PORT: "x", LATCHKEY_URL: "x" })).toThrow(/PORT.*\n.*LATCHKEY_URL/);
});
