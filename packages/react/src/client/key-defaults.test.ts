import { describe, expect, it } from "vitest";
import { testClient } from "../testing/test-client.ts";
import type { CreateKeyInput } from "./auth-client.ts";
import { clientWithDefaults, withDefaults } from "./key-defaults.ts";

const defaults = { prefix: "app_", metadata: { environment: "production", version: "v1" } };

describe("the provider's defaults for new keys", () => {
  it("give a key the provider's prefix and metadata", () => {
    expect(withDefaults({ name: "CI" }, defaults)).toEqual({ name: "CI", ...defaults });
  });

  it("yield to a prefix of the call's own, also an empty one", () => {
    expect(withDefaults({ prefix: "prod_" }, defaults).prefix).toBe("prod_");
    expect(withDefaults({ prefix: "" }, defaults).prefix).toBe("");
  });

  it("leave the prefix to the environment, where the call names one", () => {
    const input = withDefaults({ environment: "ci" }, defaults);
    expect(input).toEqual({ environment: "ci", metadata: defaults.metadata });
  });

  it("are merged with the call's metadata by name, the call's winning", () => {
    const { metadata } = withDefaults({ metadata: { version: "v2", service: "mail" } }, defaults);
    expect(metadata).toEqual({ environment: "production", version: "v2", service: "mail" });
  });

  it("add nothing where there are none", () => {
    expect(withDefaults({ name: "CI", expiresIn: null }, {})).toEqual({
      name: "CI",
      expiresIn: null,
    });
  });
});

it("the context's client creates with the defaults, and is the application's own in all else", async () => {
  const asked: CreateKeyInput[] = [];
  const client = testClient({
    create: (input) => asked.push(input),
    list: () => ({ apiKeys: [], total: 7, limit: 10, offset: 0 }),
  });
  const wrapped = clientWithDefaults(client, defaults);
  await wrapped.apiKey.create({ name: "CI" });
  expect(asked).toEqual([{ name: "CI", ...defaults }]);
  expect((await wrapped.apiKey.list({ query: {} })).data?.total).toBe(7);
  expect((await wrapped.updateUser({ name: "Ada" })).error?.status).toBe(404);
});
