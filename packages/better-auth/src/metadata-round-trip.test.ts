import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Installation,
  type Member,
  createdKey,
  installation,
} from "./testing/installation.ts";

let app: Installation;
let ann: Member;

beforeAll(async () => {
  app = await installation();
  ann = await app.signUp("Ann");
});

afterAll(() => {
  app.database.close();
});

/** Any JSON object, with what breaks naive readers more often than chance would bring it. */
const metadata = fc.dictionary(
  fc.string().filter((name) => name !== "__proto__"),
  fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom("2026-01-01T00:00:00.000Z", "true", "null", "42", "{}", '"', "\u2028", "💳"),
  ),
  { maxKeys: 5 },
);

it("any JSON object comes back as it was sent, on every path that answers it", async () => {
  await fc.assert(
    fc.asyncProperty(metadata, async (sent) => {
      // JSON has no -0, so that what is sent is what JSON makes of it.
      const expected: unknown = JSON.parse(JSON.stringify(sent));
      fc.pre(!JSON.stringify(sent).includes("__proto__"));
      const created = await createdKey(ann, { metadata: sent });
      const { api } = app.auth;
      const answers = [
        created,
        (await ann.client.apiKey.get({ query: { id: created.id } })).data,
        (await ann.client.apiKey.list({ query: { limit: 1 } })).data?.apiKeys[0],
        (await ann.client.apiKey.update({ keyId: created.id, metadata: sent })).data,
        (await api.verifyApiKey({ body: { key: created.key } })).key,
        (await api.validateAPIKey({ apiKey: created.key }))?.apiKey,
        (await ann.client.apiKey.revoke({ keyId: created.id })).data,
      ];
      for (const answer of answers) expect(answer?.metadata).toEqual(expected);
      await ann.client.apiKey.delete({ keyId: created.id });
    }),
    { numRuns: 60 },
  );
});

it("the client answers a key's dates as dates", async () => {
  const created = await createdKey(ann, { expiresIn: 60 });
  const { data } = await ann.client.apiKey.get({ query: { id: created.id } });
  expect(data?.createdAt).toEqual(new Date(app.clock.now()));
  expect(data?.expiresAt).toEqual(new Date(app.clock.now() + 60_000));
});
