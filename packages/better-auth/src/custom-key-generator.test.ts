import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "./testing/installation.ts";

let app: Installation;
let ann: Member;
/** What the application's generator does next. */
let generate: (prefix: string) => string;

const hexKey = (prefix: string) => prefix + randomBytes(32).toString("hex");

beforeAll(async () => {
  app = await installation([
    {
      configId: "own",
      defaultPrefix: "own_",
      enableSessionForAPIKeys: true,
      // As Better Auth's own plugin types it.
      customKeyGenerator: async ({ prefix }: { length: number; prefix: string | undefined }) =>
        generate(prefix ?? ""),
    },
    { configId: "ours", defaultPrefix: "our_" },
  ]);
  ann = await app.signUp("Ann");
});

afterAll(() => {
  app.database.close();
});

describe("customKeyGenerator", () => {
  it("makes the keys of its configuration, through HTTP: created, verified, rotated, a session made", async () => {
    generate = hexKey;
    const created = await createdKey(ann, { configId: "own" });
    expect(created.key).toMatch(/^own_[0-9a-f]{64}$/);
    expect(created).toMatchObject({ start: created.key.slice(0, 8), prefix: "own_" });
    expect(await app.outcome(created.key)).toBe("valid");
    const rotated = await ann.client.apiKey.rotate({ keyId: created.id });
    expect(rotated.key).toMatch(/^own_[0-9a-f]{64}$/);
    expect(await app.outcome(rotated.key ?? "")).toBe("valid");
    const headers = { "x-api-key": rotated.key ?? "" };
    expect((await app.call("GET", "/get-session", { headers })).body).toMatchObject({
      user: { id: ann.id },
    });
    const wrong = { "x-api-key": hexKey("own_") };
    expect((await app.call("GET", "/get-session", { headers: wrong })).status).toBe(401);
  });

  it("leaves the keys of other configurations as they are", async () => {
    expect((await createdKey(ann, { configId: "ours" })).key).toMatch(/^our_[0-9A-Za-z]{46}$/);
  });

  it("is given the prefix that is asked for, and an empty one for none", async () => {
    const prefixes: string[] = [];
    generate = (prefix) => {
      prefixes.push(prefix);
      return hexKey(prefix);
    };
    for (const prefix of ["mine_", ""]) await createdKey(ann, { configId: "own", prefix });
    expect(prefixes).toEqual(["mine_", ""]);
  });

  it("that throws, answers rubbish or a key that there is answers 500, tells nothing and writes nothing", async () => {
    generate = hexKey;
    const { key } = await createdKey(ann, { configId: "own" });
    const before = app.rows();
    const { headers } = ann;
    const body = { configId: "own" };
    const failures = [
      () => key,
      () => key.slice(0, 20),
      () => {
        throw new Error(`could not make ${key}`);
      },
    ];
    for (const failure of failures) {
      generate = failure;
      const answer = await app.call("POST", "/api-key/create", { headers, body });
      expect(answer).toMatchObject({ status: 500, body: { code: "KEY_GENERATOR_FAILED" } });
      expect(answer.text).not.toContain(key.slice(4, 20));
    }
    expect(app.rows()).toEqual(before);
    expect(await app.outcome(key)).toBe("valid");
  });
});
