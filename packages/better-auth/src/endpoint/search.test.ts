import { DEFAULT_ENVIRONMENTS } from "@latchkey/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "../testing/installation.ts";

let app: Installation;
let ann: Member;
let bob: Member;

beforeEach(async () => {
  app = await installation({ environments: DEFAULT_ENVIRONMENTS });
  [ann, bob] = [await app.signUp("Ann"), await app.signUp("Bob")];
  await createdKey(ann, { name: "Production - Payment Service", environment: "production" });
  await createdKey(ann, { name: "CI/CD - 100%_done", environment: "ci" });
  await createdKey(bob, { name: "Production - Payment Service", environment: "production" });
});

afterEach(() => {
  app.database.close();
});

type Query = NonNullable<Parameters<Member["client"]["apiKey"]["list"]>[0]>["query"];

async function names(query: Query) {
  const { data, error } = await ann.client.apiKey.list({ query });
  if (error !== null) throw new Error(JSON.stringify(error));
  expect(data.total).toBe(data.apiKeys.length);
  return data.apiKeys.map(({ name }) => name);
}

it("the caller's own keys are found by name and by start, whatever the case, and nobody else's", async () => {
  expect(await names({ search: " payment " })).toEqual(["Production - Payment Service"]);
  expect(await names({ search: "SK_CI_" })).toEqual(["CI/CD - 100%_done"]);
  expect(await names({ search: "payment", status: "revoked" })).toEqual([]);
  expect(await names({ search: "%_d", status: "live" })).toEqual(["CI/CD - 100%_done"]);
  expect(await names({ search: "Pay%Service" })).toEqual([]);
});

it("keys are filtered by environment, and by having none", async () => {
  expect(await names({ environment: "ci", status: "live" })).toEqual(["CI/CD - 100%_done"]);
  expect(await names({ environment: "development" })).toEqual([]);
  expect(await names({ environment: "" })).toEqual([]);
  app.database.exec("update apikey set environment = null where environment = 'ci'");
  expect(await names({ environment: "" })).toEqual(["CI/CD - 100%_done"]);
});

it.each([
  ["search=", "[query.search]"],
  ["search=%20%20", "[query.search]"],
  [`search=${"a".repeat(101)}`, "100"],
  ["environment=staging", "development, production, ci"],
  ["environment=__proto__", "development, production, ci"],
])("%s is refused, and what is allowed is said", async (query, allowed) => {
  const answer = await app.call("GET", `/api-key/list?${query}`, { headers: ann.headers });
  expect(answer.status).toBe(400);
  expect(answer.body["message"]).toContain(allowed);
});
