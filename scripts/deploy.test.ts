import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseConfig } from "../packages/server/src/config/config.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const linesOf = (path: string) =>
  read(path)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));

const service = z.object({
  image: z.string(),
  build: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }),
  restart: z.string(),
  networks: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]),
});
const { services } = z
  .object({ services: z.record(z.string(), service) })
  .parse(parse(read("compose.yaml"), { merge: true }));
const all = Object.entries(services);
const servers = all.filter(([, { build }]) => build !== undefined);
const environmentOf = (name: string) => services[name]?.environment ?? {};

/** What compose puts in, for what is asked for from outside. */
const GIVEN: Readonly<Record<string, string>> = {
  POSTGRES_PASSWORD: "p".repeat(32),
  VALKEY_PASSWORD: "v".repeat(32),
  LATCHKEY_SECRET: "s".repeat(32),
};
const filledIn = (value: string) =>
  value.replaceAll(
    /\$\{(\w+)(?::[-?]([^}]*))?\}/g,
    (_, name: string, otherwise: string) => GIVEN[name] ?? otherwise,
  );

describe("compose.yaml", () => {
  test("runs three servers", () => {
    expect(servers.map(([name]) => name)).toEqual(["latchkey-1", "latchkey-2", "latchkey-3"]);
  });

  test.each(servers)("sets for %s only what the server reads", (_, { environment }) => {
    const known = read("packages/server/src/config/config.ts");
    const unknown = Object.keys(environment).filter((name) => !known.includes(`  ${name}: `));
    expect(unknown).toEqual([]);
  });

  test.each(servers)("gives %s what it can start with, on PostgreSQL and Redis", (_, server) => {
    const env = Object.entries(server.environment).map(([name, value]) => [name, filledIn(value)]);
    expect(parseConfig(Object.fromEntries(env), "/")).toMatchObject({
      databaseUrl: `postgres://latchkey:${GIVEN["POSTGRES_PASSWORD"]}@postgres:5432/latchkey`,
      redisUrl: `redis://:${GIVEN["VALKEY_PASSWORD"]}@valkey:6379`,
      secret: GIVEN["LATCHKEY_SECRET"],
      trustedProxies: ["172.31.57.10"],
    });
  });

  test.each(all)("holds no secret of %s, and does not start without", (_, { environment }) => {
    for (const [name, value] of Object.entries(environment)) {
      if (!/SECRET|PASSWORD|TOKEN|_URL$/.test(name) || name === "LATCHKEY_URL") continue;
      const isOptional = name === "LATCHKEY_METRICS_TOKEN";
      expect(value, name).toMatch(isOptional ? /^\$\{\w+:-\}$/ : /\$\{\w+:\?[^}]+\}/);
    }
    const passwords = Object.values(environment).flatMap(
      (value) => /:\/\/[^@]*@/.exec(value) ?? [],
    );
    for (const password of passwords) expect(password).toMatch(/:\$\{\w+:\?[^}]+\}@$/);
  });

  test.each(all)("looks after the health of %s, and starts it again", (name, each) => {
    expect(each.healthcheck.test.join(" ")).toContain(
      name.startsWith("latchkey-") ? "/readyz" : "",
    );
    expect(each.healthcheck.test[0]).toMatch(/^CMD/);
    expect(each.restart).toBe("unless-stopped");
  });

  test("publishes the proxy and nothing else", () => {
    const published = all.filter(([, { ports }]) => ports !== undefined).map(([name]) => name);
    expect(published).toEqual(["proxy"]);
  });

  test("has a proxy that knows each server, at the address that they believe", () => {
    const proxied = /^\s*to (.*)$/m.exec(read("deploy/Caddyfile"))?.[1]?.split(" ");
    expect(proxied).toEqual(servers.map(([name]) => `${name}:3000`));
    const address = { ipv4_address: environmentOf("latchkey-1")["LATCHKEY_TRUSTED_PROXIES"] };
    expect(services["proxy"]?.networks).toEqual({ front: address });
  });

  test("keeps what holds data out of the proxy's reach", () => {
    expect(services["postgres"]?.networks).toEqual(["back"]);
    expect(services["valkey"]?.networks).toEqual(["back"]);
  });
});

describe("the image", () => {
  const dockerfile = linesOf("Dockerfile");

  test("is given what it is made of and nothing else", () => {
    const ignored = linesOf(".dockerignore");
    expect(ignored[0]).toBe("*");
    const patterns = ["**/node_modules", "**/.latchkey*", "**/.env", "**/auth-secret", "**/*.db"];
    expect(ignored).toEqual(expect.arrayContaining([...patterns, "**/dist", "**/*.pem"]));
    // What is let in comes before what is kept out: the last one that fits decides.
    const lastIn = ignored.findLastIndex((line) => line.startsWith("!"));
    const firstOut = ignored.findIndex((line, index) => index > 0 && !line.startsWith("!"));
    expect(lastIn).toBeLessThan(firstOut);
  });

  test("knows every package of the workspace, or npm ci would refuse its lock file", () => {
    const { workspaces } = z
      .object({ workspaces: z.array(z.string()) })
      .parse(JSON.parse(read("package.json")));
    const copied = dockerfile.flatMap(
      (line) => /^COPY (\S+)\/package\.json /.exec(line)?.[1] ?? [],
    );
    expect(copied.toSorted()).toEqual(workspaces.toSorted());
  });

  test("runs as an account that may do nothing, and is told to stop by what the server listens to", () => {
    const last = dockerfile.slice(dockerfile.findLastIndex((line) => line.startsWith("FROM ")));
    expect(last).toEqual(
      expect.arrayContaining(["USER node", "STOPSIGNAL SIGTERM", "VOLUME /data"]),
    );
    expect(last.join("\n")).toContain("NODE_ENV=production");
    expect(last.join("\n")).toContain("/readyz");
  });
});
