import { expect, it } from "vitest";
import { testClient } from "../testing/test-client.ts";
import { type WebhookClient, webhooksOfOrganization } from "./webhook-client.ts";

it("an organization's webhooks are listed and created as its own; the others are named by their ids", async () => {
  const asked: unknown[] = [];
  const { webhooks } = testClient().apiKey;
  const noting: WebhookClient = Object.assign(
    (...input: Parameters<WebhookClient>) => {
      asked.push(...input);
      return webhooks(...input);
    },
    {
      ...webhooks,
      create: (input: Parameters<WebhookClient["create"]>[0]) => {
        asked.push(input);
        return webhooks.create(input);
      },
      test: (input: { webhookId: string }) => {
        asked.push(input);
        return webhooks.test(input);
      },
    },
  );
  const acme = webhooksOfOrganization(noting, "acme");
  await acme();
  await acme.create({ url: "https://example.com/" });
  await acme.test({ webhookId: "one" });
  expect(asked).toEqual([
    { query: { organizationId: "acme" } },
    { url: "https://example.com/", organizationId: "acme" },
    { webhookId: "one" },
  ]);
});
