import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import type { AuthUIClient } from "../client/auth-client.ts";
import { OPEN_POLICY } from "../client/key-policy.ts";
import { testClient, testKey } from "../testing/test-client.ts";
import { FIRST_VIEW } from "./key-list-view.ts";
import {
  askEarly,
  dropOtherUsers,
  keyExistenceOptions,
  keyHistoryOptions,
  keyListOptions,
  keyPolicyOptions,
  keyQueries,
  memberNamesOptions,
} from "./key-queries.ts";

const page = (owner: string) => ({
  apiKeys: [testKey({ referenceId: owner })],
  total: 1,
  limit: 10,
  offset: 0,
});

describe("keys' queries", () => {
  it("are partitioned by user: the same view of two users never shares an answer", async () => {
    const cache = new QueryClient();
    const ask = (user: string) =>
      cache.fetchQuery({
        ...keyListOptions(testClient({ list: () => page(user) }), user, FIRST_VIEW),
        staleTime: Infinity,
      });
    expect((await ask("ada")).apiKeys[0]?.referenceId).toBe("ada");
    expect((await ask("bob")).apiKeys[0]?.referenceId).toBe("bob");
  });

  it("drop all that was loaded for others, and keep what is the user's", () => {
    const cache = new QueryClient();
    cache.setQueryData(keyQueries.list("ada", FIRST_VIEW), page("ada"));
    cache.setQueryData(keyQueries.existence("ada"), true);
    cache.setQueryData(keyQueries.list("bob", FIRST_VIEW), page("bob"));
    dropOtherUsers(cache, "bob");
    expect(cache.getQueryCache().getAll()).toHaveLength(1);
    dropOtherUsers(cache, null);
    expect(cache.getQueryCache().getAll()).toHaveLength(0);
  });

  it("answer with the view that was asked for, and ask for one key to know if there is any", async () => {
    const asked: unknown[] = [];
    const client = testClient({ list: (query) => (asked.push(query), page("ada")) });
    const view = { ...FIRST_VIEW, search: "payments" };
    const shown = await new QueryClient().fetchQuery(keyListOptions(client, "ada", view));
    expect(shown).toEqual({ ...page("ada"), view });
    await new QueryClient().fetchQuery(keyExistenceOptions(client, "ada"));
    expect(asked).toEqual([expect.objectContaining({ search: "payments" }), { limit: 1 }]);
  });
});

const askPolicy = (client: AuthUIClient) =>
  new QueryClient().fetchQuery({ ...keyPolicyOptions(client, "ada"), retry: false });

describe("the policy", () => {
  it("is the server's", async () => {
    const policy = { ...OPEN_POLICY, name: { ...OPEN_POLICY.name, maxLength: 32 } };
    expect(await askPolicy(testClient({ policy }))).toEqual(policy);
  });

  it("allows anything where the server has none, and is a failure where it cannot be had", async () => {
    const client = testClient();
    expect(await askPolicy(client)).toBe(OPEN_POLICY);
    client.apiKey.policy = async () => ({ data: null, error: { status: 403, statusText: "" } });
    await expect(askPolicy(client)).rejects.toMatchObject({ status: 403 });
  });
});

describe("the first page asked for beside the session", () => {
  it("is used, once, so that the list does not wait for the session", async () => {
    let asked = 0;
    const client = testClient({ list: () => (asked++, page("ada")) });
    askEarly(client);
    askEarly(client);
    await keyListOptions(client, "ada", FIRST_VIEW).queryFn();
    expect(asked).toBe(1);
    await keyListOptions(client, "ada", FIRST_VIEW).queryFn();
    expect(asked).toBe(2);
  });

  it("is thrown away where it turns out to be someone else's", async () => {
    let owner = "ada";
    const client = testClient({ list: () => page(owner) });
    askEarly(client);
    owner = "bob";
    const { apiKeys } = await keyListOptions(client, "bob", FIRST_VIEW).queryFn();
    expect(apiKeys[0]?.referenceId).toBe("bob");
  });
});

it("a key's history is asked for under the key's own configuration, page after page", async () => {
  const asked: unknown[] = [];
  const client = testClient({
    audit: (query) => {
      asked.push(query);
      return { entries: [], nextCursor: query.cursor === undefined ? 7 : null };
    },
  });
  const key = testKey({ id: "k1", configId: "partners" });
  const cache = new QueryClient();
  const read = await cache.fetchInfiniteQuery({
    ...keyHistoryOptions(client, "ada", key),
    pages: 2,
  });
  expect(read.pageParams).toEqual([null, 7]);
  expect(asked).toEqual([
    { keyId: "k1", configId: "partners", limit: 10 },
    { keyId: "k1", configId: "partners", limit: 10, cursor: 7 },
  ]);
});

it("members go by their names, or their addresses where they have none, and a client that cannot ask knows none", async () => {
  const cache = new QueryClient();
  const plain = testClient();
  const members = [
    { userId: "ada", user: { name: "Ada", email: "ada@example.com" } },
    { userId: "bob", user: { name: "", email: "bob@example.com" } },
  ];
  const listMembers = async () => ({ data: { members }, error: null });
  const asking = { ...plain, organization: { listMembers } };
  const names = await cache.fetchQuery(memberNamesOptions(asking, "ada", "acme"));
  expect([...names.values()]).toEqual(["Ada", "bob@example.com"]);
  expect((await cache.fetchQuery(memberNamesOptions(plain, "eve", "acme"))).size).toBe(0);
});
