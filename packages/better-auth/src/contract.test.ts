import { createAuthClient } from "better-auth/react";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { type ApiKeyClientError, apiKeyClient } from "./client.ts";
import type { ApiKey, ApiKeyPage, CreatedApiKey, KeyOwner, ValidatedApiKey } from "./index.ts";
import { type Installation, type Member, installation } from "./testing/installation.ts";

/** What is written here is written as the specification has it. */

let app: Installation;
let ann: Member;

beforeAll(async () => {
  app = await installation();
  ann = await app.signUp("Ann");
});

afterAll(() => {
  app.database.close();
});

describe("the specification, word for word", () => {
  it("client side: create answers the key, beside data and error", async () => {
    const authClient = ann.client;
    const { key } = await authClient.apiKey.create({
      name: "Production API Key",
      expiresIn: 30 * 24 * 60 * 60,
      prefix: "prod_",
      metadata: { service: "payment-processor" },
    });
    expect(key).toMatch(/^prod_[0-9A-Za-z]{46}$/);
    const { data, error } = await authClient.apiKey.create({ name: "Another" });
    expect(error).toBeNull();
    expect(data).toMatchObject({ name: "Another" });
  });

  it("server side: validateAPIKey answers the owner and the metadata", async () => {
    const { key } = await ann.client.apiKey.create({
      name: "Analytics Service",
      metadata: {
        service: "analytics",
        environment: "production",
        permissions: ["read:analytics", "write:reports"],
        rateLimit: 1000,
      },
    });
    const request = new Request("http://localhost/", { headers: { "x-api-key": key ?? "" } });
    const apiKey = request.headers.get("x-api-key");
    const { auth } = app;
    const session = await auth.api.validateAPIKey({ apiKey });
    if (!session) throw new Error("The key was refused.");
    expect(session.user).toMatchObject({ id: ann.id, name: "Ann", email: ann.email });
    expect(session.apiKey.metadata).toEqual({
      service: "analytics",
      environment: "production",
      permissions: ["read:analytics", "write:reports"],
      rateLimit: 1000,
    });
    const rateLimit = session.apiKey.metadata?.["rateLimit"] || 100;
    expect(rateLimit).toBe(1000);
  });

  it("an absent key and a wrong one are null", async () => {
    expect(await app.auth.api.validateAPIKey({ apiKey: null })).toBeNull();
    expect(await app.auth.api.validateAPIKey({ apiKey: "wrong" })).toBeNull();
  });

  it("a refused create has no key", async () => {
    const { data, error, key } = await ann.client.apiKey.create({ prefix: "no spaces" });
    expect({ data, key }).toEqual({ data: null, key: undefined });
    expect(error).toMatchObject({ status: 400, code: "INVALID_PREFIX" });
  });

  it("create answers errors as values also in a client that throws", async () => {
    const throwing = createAuthClient({
      baseURL: "http://localhost:3000",
      plugins: [apiKeyClient()],
      fetchOptions: {
        throw: true,
        customFetchImpl: (url, init) => app.auth.handler(new Request(url, init)),
      },
    });
    expect((await throwing.apiKey.create({})).error?.status).toBe(401);
  });
});

describe("types", () => {
  it("validateAPIKey takes what headers.get answers and gives a user and a key", () => {
    const { validateAPIKey } = app.auth.api;
    expectTypeOf(validateAPIKey).parameter(0).toHaveProperty("apiKey");
    expectTypeOf<string | null>().toExtend<Parameters<typeof validateAPIKey>[0]["apiKey"]>();
    expectTypeOf<
      Awaited<ReturnType<typeof validateAPIKey>>
    >().toEqualTypeOf<ValidatedApiKey | null>();
    expectTypeOf<ValidatedApiKey["user"]>().toEqualTypeOf<KeyOwner>();
    expectTypeOf<ValidatedApiKey["user"]["email"]>().toEqualTypeOf<string>();
    expectTypeOf<ValidatedApiKey["apiKey"]["metadata"]>().not.toBeAny();
  });

  it("the client's answers are the plugin's, and none is any", () => {
    const { create, list, update, revoke, delete: remove } = ann.client.apiKey;
    const calls = {
      created: async () => await create({ name: "Typed" }),
      listed: async () => (await list({ query: { status: "live", limit: 10 } })).data,
      updated: async () => (await update({ keyId: "id", enabled: false })).data,
      revoked: async () => (await revoke({ keyId: "id" })).data,
      deleted: async () => (await remove({ keyId: "id" })).data,
    };
    type Answer<Call extends keyof typeof calls> = Awaited<ReturnType<(typeof calls)[Call]>>;
    expectTypeOf<Answer<"created">["data"]>().toEqualTypeOf<CreatedApiKey | null>();
    expectTypeOf<Answer<"created">["key"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Answer<"created">["error"]>().toEqualTypeOf<ApiKeyClientError | null>();
    expectTypeOf<Answer<"listed">>().toEqualTypeOf<ApiKeyPage | null>();
    expectTypeOf<Answer<"updated">>().toEqualTypeOf<ApiKey | null>();
    expectTypeOf<Answer<"revoked">>().toEqualTypeOf<ApiKey | null>();
    expectTypeOf<Answer<"deleted">>().toEqualTypeOf<{ success: true } | null>();
  });

  it("the plugin leaves Better Auth's own types as they were", () => {
    type Session = Awaited<ReturnType<Installation["auth"]["api"]["getSession"]>>;
    expectTypeOf<NonNullable<Session>["user"]["email"]>().toEqualTypeOf<string>();
    expectTypeOf<Session>().not.toBeAny();
  });
});
